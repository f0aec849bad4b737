package io.belvedere.compute.cpu.assembled;

import static io.belvedere.compute.cpu.assembled.QuantizedTile.D;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.D_MIN;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HALF;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.HIGH_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.LOW_BITS;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.MINIMUM;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.SCALE;
import static io.belvedere.compute.cpu.assembled.QuantizedTile.WEIGHT;

import io.belvedere.compute.DType;
import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Memory;
import io.belvedere.compute.cpu.x86.Zmm;
import io.belvedere.compute.quant.Q4_K;
import io.belvedere.compute.quant.Q5_K;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Q4_K and Q5_K, in 8 groups of 32 with a scale and a minimum, unpacked to whole bytes. Lines of 64 bytes come in the
 * order in which they are first read, which is what a processor fetches ahead, but for scales and minima, which are
 * read behind the lines of their groups:
 *
 * <pre>
 * [16 d][16 dmin]  four times: [scales and minima of groups 2p and 2p + 1][8 lines of nibbles]       Q4_K
 *                  the first time with the 8 lines of fifth bits between those of nibbles            Q5_K
 * </pre>
 */
final class MinimaPanel implements PanelFormat {
    private static final int GROUPS = 8;
    private static final int STEPS = 8; // of four inputs, in a group
    private static final int LINE = Field.line(Integer.BYTES);
    private static final int D_MINS = 32;

    /** Free until a group's end. */
    private static final Zmm NIBBLES = SCALE;

    /** {@code to | a & b} of {@code vpternlogd(to, a, b)}. */
    private static final int OR_AND = 0xF8;

    private final boolean five;

    /** @param five whether the format is Q5_K and not Q4_K */
    MinimaPanel(boolean five) {
        this.five = five;
    }

    @Override
    public DType type() {
        return five ? DType.Q5_K : DType.Q4_K;
    }

    @Override
    public int panelBytes() {
        return part(GROUPS / 2);
    }

    /** Offset of two groups. */
    private int part(int part) {
        int fifthBits = five && part > 0 ? STEPS : 0;
        return LINE * (1 + (1 + STEPS) * part + fifthBits);
    }

    private int scales(int group) {
        return part(group / 2) + group % 2 * 2 * ZmmTile.LANES;
    }

    private int minima(int group) {
        return scales(group) + ZmmTile.LANES;
    }

    private int nibbles(int part, int step) {
        return part(part) + LINE * (1 + step * apart(part));
    }

    private int fifthBits(int step) {
        return nibbles(0, step) + LINE;
    }

    /** Lines from one of nibbles to the next. */
    private int apart(int part) {
        return five && part == 0 ? 2 : 1;
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.half(Q4_K.D, 0));
        fields.add(Field.half(Q4_K.DMIN, D_MINS));
        int quants = five ? Q5_K.QUANTS : Q4_K.QUANTS;
        for (int part = 0; part < GROUPS / 2; part++) {
            fields.add(new Field(Integer.BYTES, quants + 32 * part, STEPS, nibbles(part, 0), LINE * apart(part), 0));
        }
        if (five) {
            fields.add(new Field(Integer.BYTES, Q5_K.HIGH_BITS, STEPS, fifthBits(0), LINE * apart(0), 0));
        }
        return fields;
    }

    @Override
    public void unpack(MemorySegment stored, long row, int blocks, MemorySegment panel, int output) {
        for (int block = 0; block < blocks; block++) {
            long packed = row + (long) block * type().blockBytes() + Q4_K.SCALES;
            long at = (long) block * panelBytes() + output;
            for (int group = 0; group < GROUPS; group++) {
                byte scale = (byte) Q4_K.scale(stored, packed, group);
                byte minimum = (byte) Q4_K.minimum(stored, packed, group);
                panel.set(ValueLayout.JAVA_BYTE, at + scales(group), scale);
                panel.set(ValueLayout.JAVA_BYTE, at + minima(group), minimum);
            }
        }
    }

    @Override
    public void constants(Assembler code) {
        code.mov(Gpr.RAX, 0x0F0F0F0F);
        code.vpbroadcastd(LOW_BITS, Gpr.RAX);
        if (five) {
            code.mov(Gpr.RAX, 0x10101010);
            code.vpbroadcastd(HIGH_BITS, Gpr.RAX);
        }
    }

    @Override
    public void block(QuantizedTile tile) {
        Assembler code = tile.code;
        code.vcvtph2ps(D, tile.weights(0));
        code.vcvtph2ps(D_MIN, tile.weights(D_MINS));
        int together = tile.together(2);
        for (int first = 0; first < GROUPS; first += together) {
            for (int slot = 0; slot < together; slot++) {
                tile.begin(slot, first + slot, 0, PackedBytes.Sum.ALL);
            }
            for (int step = 0; step < STEPS; step++) {
                code.vmovups(NIBBLES, tile.weights(nibbles(first / 2, step)));
                for (int slot = 0; slot < together; slot++) {
                    unpack(tile, first + slot, step);
                    tile.multiply(slot, WEIGHT, first + slot, step);
                }
            }
            for (int slot = 0; slot < together; slot++) {
                factor(code, SCALE, tile.weights(scales(first + slot)), D);
                factor(code, MINIMUM, tile.weights(minima(first + slot)), D_MIN);
                tile.end(slot, first + slot, SCALE, MINIMUM);
            }
        }
    }

    private static void factor(Assembler code, Zmm to, Memory bytes, Zmm unit) {
        code.vpmovzxbd(to, bytes);
        code.vcvtdq2ps(to, to);
        code.vmulps(to, to, unit);
    }

    private void unpack(QuantizedTile tile, int group, int step) {
        Assembler code = tile.code;
        tile.nibbles(NIBBLES, group % 2 == 1);
        if (five) {
            code.vmovups(HALF, tile.weights(fifthBits(step)));
            if (group < 4) {
                code.vpsllw(HALF, HALF, 4 - group);
            } else if (group > 4) {
                code.vpsrlw(HALF, HALF, group - 4);
            }
            code.vpternlogd(WEIGHT, HALF, HIGH_BITS, OR_AND);
        }
    }
}
