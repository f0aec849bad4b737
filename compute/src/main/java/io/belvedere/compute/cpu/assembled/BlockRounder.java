package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import io.belvedere.compute.cpu.x86.Mask;
import io.belvedere.compute.cpu.x86.Zmm;

/**
 * A function that rounds a row of floats, or of halves, to integers with a scale for each block of 32. Its arguments:
 * the row, where its first integers go, blocks, bytes from one block to the next, where its first field goes (the
 * scale, then what else there is), bytes from one field to the next.
 *
 * <p>A block has the scale {@code d = max|x| / steps} and the integers {@code round(x / d)}, ties to even; one whose
 * largest magnitude is below {@link #SMALLEST} becomes zeros.
 */
abstract class BlockRounder {
    static final float SMALLEST = 1e-30f;

    /** Elements of a block. */
    static final int BLOCK = 32;

    static final Gpr INTEGERS = Gpr.RSI;
    static final Gpr FIELDS = Gpr.R8;
    static final Gpr FIELD_STRIDE = Gpr.R9;

    private static final Gpr ROW = Gpr.RDI;
    private static final Gpr BLOCKS = Gpr.RDX;
    private static final Gpr BLOCK_STRIDE = Gpr.RCX;

    /** A block's halves: its values, then its integers. */
    static final Zmm FIRST = new Zmm(0), SECOND = new Zmm(1);

    /** The block's scale, in every lane. */
    static final Zmm D = new Zmm(4);

    static final Zmm SUM = new Zmm(5);
    static final Zmm OTHER = new Zmm(6);
    static final Zmm ZERO = new Zmm(20);

    private static final Zmm LARGEST = new Zmm(2);
    private static final Zmm INVERSE = new Zmm(3);
    private static final Zmm MAGNITUDE = new Zmm(16);
    private static final Zmm STEPS = new Zmm(17);
    private static final Zmm STEP = new Zmm(18);
    private static final Zmm TINY = new Zmm(19);

    final Assembler code = new Assembler();
    private final int steps;
    private final boolean halves;

    /**
     * @param steps the largest integer
     * @param halves whether the row is in F16 and not in F32
     */
    BlockRounder(int steps, boolean halves) {
        this.steps = steps;
        this.halves = halves;
    }

    /** Stores the block's integers and fields. */
    abstract void store();

    byte[] assemble() {
        constant(MAGNITUDE, 0x7FFFFFFF);
        constant(STEPS, Float.floatToRawIntBits(steps));
        constant(STEP, Float.floatToRawIntBits(1f / steps));
        constant(TINY, Float.floatToRawIntBits(SMALLEST));
        code.vpxord(ZERO, ZERO, ZERO);
        Label next = code.label();
        load();
        scale();
        round(FIRST);
        round(SECOND);
        store();
        code.add(INTEGERS, BLOCK_STRIDE);
        code.add(FIELDS, BLOCK_STRIDE);
        code.loop(BLOCKS, next);
        code.vzeroupper();
        code.ret();
        return code.toByteArray();
    }

    private void load() {
        if (halves) {
            code.vcvtph2ps(FIRST, ROW.at(0));
            code.vcvtph2ps(SECOND, ROW.at(32));
            code.add(ROW, BLOCK * Short.BYTES);
        } else {
            code.vmovups(FIRST, ROW.at(0));
            code.vmovups(SECOND, ROW.at(64));
            code.add(ROW, BLOCK * Float.BYTES);
        }
    }

    private void constant(Zmm register, int bits) {
        code.mov(Gpr.RAX, bits);
        code.vpbroadcastd(register, Gpr.RAX);
    }

    private void scale() {
        code.vpandd(LARGEST, FIRST, MAGNITUDE);
        code.vpandd(OTHER, SECOND, MAGNITUDE);
        code.vmaxps(LARGEST, LARGEST, OTHER);
        acrossLanes(LARGEST, () -> code.vmaxps(LARGEST, LARGEST, OTHER));
        code.vmulps(D, LARGEST, STEP);
        code.vcmpgeps(Mask.K1, LARGEST, TINY);
        code.vdivps(INVERSE, Mask.K1, STEPS, LARGEST);
    }

    private void round(Zmm half) {
        code.vmulps(half, half, INVERSE);
        code.vcvtps2dq(half, half);
    }

    /**
     * Joins a register with itself, its lanes in other orders in {@link #OTHER}, until every lane holds the result over
     * all.
     */
    final void acrossLanes(Zmm register, Runnable join) {
        code.vshufi32x4(OTHER, register, register, 0x4E);
        join.run();
        code.vshufi32x4(OTHER, register, register, 0xB1);
        join.run();
        code.vpshufd(OTHER, register, 0x4E);
        join.run();
        code.vpshufd(OTHER, register, 0xB1);
        join.run();
    }

    /**
     * The same in plain Java, in place: every element becomes its integer times its block's scale. A last block may be
     * short.
     */
    static void round(float[] row, int steps) {
        for (int from = 0; from < row.length; from += BLOCK) {
            int to = Math.min(row.length, from + BLOCK);
            float largest = 0;
            for (int i = from; i < to; i++) {
                largest = Math.max(largest, Math.abs(row[i]));
            }
            float d = largest * (1f / steps);
            float inverse = largest < SMALLEST ? 0 : steps / largest;
            for (int i = from; i < to; i++) {
                row[i] = (float) Math.rint(row[i] * inverse) * d;
            }
        }
    }
}
