package io.belvedere.compute.cpu.assembled;

import static io.belvedere.compute.cpu.assembled.QuantizedTile.D;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HALF;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HIGH_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.LOW_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.SCALE;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.WEIGHT;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.quant.Q6_K;
import java.util.ArrayList;
import java.util.List;

/**
 * Q6_K, in 16 groups of 16 with a scale. Lines of 64 bytes come in the order in which they are first read, which is what a processor fetches ahead; where a
 * block's bits lie in its words is told at {@link Q6_K}.
 *
 * <pre>
 * [16 d, padded to a line]
 * for each half of 128 inputs:
 *     [scales of 8 groups: 2 lines]  8 times: [low bits, word i of 0..7][high bits, word i]  [low bits, words 8 to 15]
 * </pre>
 */
final class Q6KPanel implements PanelFormat {
    private static final int OFFSET = 5; // log2 of 32
    private static final int GROUPS = 16;
    private static final int STEPS = 4; // of four inputs, in a group
    private static final int WORDS = 8; // of a block of 32
    private static final int LINE = Field.line(Integer.BYTES);
    private static final int HALF_LINES = 2 + 3 * WORDS;

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
        return half(group / 8) + Tile.LANES * (group % 8);
    }

    /** Low bits of blocks 0 and 2 of a half, or of 1 and 3. */
    private static int lows(int half, boolean odd, int word) {
        return half(half) + LINE * (odd ? 2 + 2 * WORDS + word : 2 + 2 * word);
    }

    private static int highs(int half, int word) {
        return half(half) + LINE * (3 + 2 * word);
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.half(Q6_K.D, 0));
        for (int half = 0; half < 2; half++) {
            fields.add(new Field(1, Q6_K.SCALES + 8 * half, 8, scales(8 * half), Tile.LANES, 0));
            fields.add(new Field(4, Q6_K.LOW_BITS + 64 * half, WORDS, lows(half, false, 0), 2 * LINE, 0));
            fields.add(new Field(4, Q6_K.LOW_BITS + 64 * half + 32, WORDS, lows(half, true, 0), LINE, 0));
            fields.add(new Field(4, Q6_K.HIGH_BITS + 32 * half, WORDS, highs(half, 0), 2 * LINE, 0));
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
        for (int group = 0; group < GROUPS; group++) {
            boolean second = group % 2 == 1;
            code.vpmovsxbd(SCALE, tile.weights(scales(group)));
            code.vcvtdq2ps(SCALE, SCALE);
            code.vmulps(SCALE, SCALE, D);
            tile.begin(group / 2, OFFSET, second ? PackedBytes.Sum.SECOND_HALF : PackedBytes.Sum.FIRST_HALF);
            for (int step = 0; step < STEPS; step++) {
                int word = second ? STEPS + step : step;
                unpack(tile, group / 2, word);
                tile.multiply(WEIGHT, group / 2, word);
            }
            tile.end(group / 2, SCALE, null);
        }
    }

    /** Four inputs of a block of 32. */
    private static void unpack(QuantizedTile tile, int block, int word) {
        Assembler code = tile.code;
        int quarter = block % 4;
        code.vmovups(WEIGHT, tile.weights(lows(block / 4, quarter % 2 == 1, word)));
        if (quarter >= 2) {
            code.vpsrlw(WEIGHT, WEIGHT, 4);
        }
        code.vpandd(WEIGHT, WEIGHT, LOW_BITS);
        code.vmovups(HALF, tile.weights(highs(block / 4, word)));
        switch (quarter) {
            case 0 -> code.vpsllw(HALF, HALF, 4);
            case 1 -> code.vpsllw(HALF, HALF, 2);
            case 3 -> code.vpsrlw(HALF, HALF, 2);
            default -> {} // the bits are in place
        }
        code.vpternlogd(WEIGHT, HALF, HIGH_BITS, OR_AND);
    }
}
