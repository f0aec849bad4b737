package io.belvedere.compute.cpu.assembled;

import static io.belvedere.compute.cpu.assembled.QuantizedTile.D;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HALF;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HIGH_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.LOW_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.MINIMUM;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.SCALE;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.WEIGHT;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Zmm;
import io.belvedere.compute.quant.Q6_K;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Q6_K, in 16 groups of 16 with a scale. Lines of 64 bytes come in the order in which tiles of up to three rows first
 * read them, which is what a processor fetches ahead, but for scales, which are read behind the lines of their groups;
 * where a block's bits lie in its words is told at {@link Q6_K}.
 *
 * <pre>
 * [16 d, padded to a line]
 * for each half of 128 inputs:
 *     [scales of 8 groups: 2 lines]  8 times: [low bits, word i of 0..7][high bits, word i][low bits, word i + 8]
 * </pre>
 */
final class Q6KPanel implements PanelFormat {
    private static final int OFFSET = 5; // log2 of 32
    private static final int STEPS = 4; // of four inputs, in a group
    private static final int WORDS = 8; // of a block of 32
    private static final int LINE = Field.line(Integer.BYTES);
    private static final int HALF_LINES = 2 + 3 * WORDS;

    /** Of a half: neighbours here share their low bits' lines. */
    private static final int[] QUARTERS = {0, 2, 1, 3};

    /** Free until a group's end. */
    private static final Zmm LOWS = SCALE, HIGHS = MINIMUM;

    /** {@code to | a & b} of {@code vpternlogd(to, a, b)}. */
    private static final int OR_AND = 0xF8;

    @Override
    public DType type() {
        return DType.Q6_K;
    }

    @Override
    public int panelBytes() {
        return half(2);
    }

    private static int half(int half) {
        return LINE * (1 + HALF_LINES * half);
    }

    private static int scales(int group) {
        return half(group / 8) + ZmmTile.LANES * (group % 8);
    }

    /** Low bits of blocks 0 and 2 of a half, or of 1 and 3. */
    private static int lows(int half, boolean odd, int word) {
        return half(half) + LINE * (2 + 3 * word + (odd ? 2 : 0));
    }

    private static int highs(int half, int word) {
        return half(half) + LINE * (3 + 3 * word);
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.half(Q6_K.D, 0));
        for (int half = 0; half < 2; half++) {
            fields.add(new Field(1, Q6_K.SCALES + 8 * half, 8, scales(8 * half), ZmmTile.LANES, 0));
            fields.add(new Field(4, Q6_K.LOW_BITS + 64 * half, WORDS, lows(half, false, 0), 3 * LINE, 0));
            fields.add(new Field(4, Q6_K.LOW_BITS + 64 * half + 32, WORDS, lows(half, true, 0), 3 * LINE, 0));
            fields.add(new Field(4, Q6_K.HIGH_BITS + 32 * half, WORDS, highs(half, 0), 3 * LINE, 0));
        }
        return fields;
    }

    @Override
    public void constants(Assembler code) {
        code.mov(Gpr.RAX, 0x0F0F0F0F);
        code.vpbroadcastd(LOW_BITS, Gpr.RAX);
        code.mov(Gpr.RAX, 0x30303030);
        code.vpbroadcastd(HIGH_BITS, Gpr.RAX);
    }

    @Override
    public void block(QuantizedTile tile) {
        Assembler code = tile.code;
        code.vcvtph2ps(D, tile.weights(0));
        for (int half = 0; half < 2; half++) {
            for (PackedBytes.Sum part : List.of(PackedBytes.Sum.FIRST_HALF, PackedBytes.Sum.SECOND_HALF)) {
                int together = tile.together(QUARTERS.length);
                for (int first = 0; first < QUARTERS.length; first += together) {
                    groups(tile, half, part, Arrays.copyOfRange(QUARTERS, first, first + together));
                }
            }
        }
    }

    /** Groups of 16 inputs: the same half of some blocks of 32. */
    private static void groups(QuantizedTile tile, int half, PackedBytes.Sum part, int[] quarters) {
        for (int slot = 0; slot < quarters.length; slot++) {
            tile.begin(slot, 4 * half + quarters[slot], OFFSET, part);
        }
        int begin = part == PackedBytes.Sum.FIRST_HALF ? 0 : STEPS;
        for (int word = begin; word < begin + STEPS; word++) {
            for (int slot = 0; slot < quarters.length; slot++) {
                int quarter = quarters[slot];
                if (slot % 2 == 0) {
                    tile.code.vmovups(LOWS, tile.weights(lows(half, quarter % 2 == 1, word)));
                }
                if (slot == 0) {
                    tile.code.vmovups(HIGHS, tile.weights(highs(half, word)));
                }
                unpack(tile, quarter);
                tile.multiply(slot, WEIGHT, 4 * half + quarter, word);
            }
        }
        for (int slot = 0; slot < quarters.length; slot++) {
            int group = 8 * half + 2 * quarters[slot] + begin / STEPS;
            tile.code.vpmovsxbd(SCALE, tile.weights(scales(group)));
            tile.code.vcvtdq2ps(SCALE, SCALE);
            tile.code.vmulps(SCALE, SCALE, D);
            tile.end(slot, 4 * half + quarters[slot], SCALE, null);
        }
    }

    /** Four inputs of a block of 32. */
    private static void unpack(QuantizedTile tile, int quarter) {
        Assembler code = tile.code;
        tile.nibbles(LOWS, quarter >= 2);
        switch (quarter) {
            case 0 -> code.vpsllw(HALF, HIGHS, 4);
            case 1 -> code.vpsllw(HALF, HIGHS, 2);
            case 3 -> code.vpsrlw(HALF, HIGHS, 2);
            default -> {} // the bits are in place
        }
        code.vpternlogd(WEIGHT, quarter == 2 ? HIGHS : HALF, HIGH_BITS, OR_AND);
    }
}
