package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Assembler;
import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Label;
import io.belvedere.compute.cpu.x86.Mask;
import io.belvedere.compute.cpu.x86.Zmm;

/**
 * The function that rounds a row of x to {@link PackedBytes}, block by block. Its arguments: the row's floats, where its first bytes go, blocks, bytes from one
 * block to the next, where its first field goes, bytes from one field to the next. A block whose largest magnitude is below {@link #SMALLEST} becomes zeros.
 */
final class RowQuantizer {
    static final float SMALLEST = 1e-30f;

    private static final Gpr ROW = Gpr.RDI;
    private static final Gpr BYTES = Gpr.RSI;
    private static final Gpr BLOCKS = Gpr.RDX;
    private static final Gpr BLOCK_STRIDE = Gpr.RCX;
    private static final Gpr FIELDS = Gpr.R8;
    private static final Gpr FIELD_STRIDE = Gpr.R9;
    private static final Gpr FIELD = Gpr.R10;

    private static final Zmm FIRST = new Zmm(0);
    private static final Zmm SECOND = new Zmm(1);
    private static final Zmm LARGEST = new Zmm(2);
    private static final Zmm INVERSE = new Zmm(3);
    private static final Zmm D = new Zmm(4);
    private static final Zmm SUM = new Zmm(5);
    private static final Zmm OTHER = new Zmm(6);
    private static final Zmm MAGNITUDE = new Zmm(16);
    private static final Zmm STEPS = new Zmm(17);
    private static final Zmm STEP = new Zmm(18);
    private static final Zmm TINY = new Zmm(19);
    private static final Zmm ZERO = new Zmm(20);

    private final Assembler code = new Assembler();

    private RowQuantizer() {}

    static byte[] assemble() {
        return new RowQuantizer().function();
    }

    private byte[] function() {
        constant(MAGNITUDE, 0x7FFFFFFF);
        constant(STEPS, Float.floatToRawIntBits(127));
        constant(STEP, Float.floatToRawIntBits(1 / 127f));
        constant(TINY, Float.floatToRawIntBits(SMALLEST));
        code.vpxord(ZERO, ZERO, ZERO);
        Label next = code.label();
        code.vmovups(FIRST, ROW.at(0));
        code.vmovups(SECOND, ROW.at(64));
        scales();
        round(FIRST, 0);
        round(SECOND, 16);
        sums();
        code.add(ROW, PackedBytes.BLOCK * Float.BYTES);
        code.add(BYTES, BLOCK_STRIDE);
        code.add(FIELDS, BLOCK_STRIDE);
        code.loop(BLOCKS, next);
        code.vzeroupper();
        code.ret();
        return code.toByteArray();
    }

    private void constant(Zmm register, int bits) {
        code.mov(Gpr.RAX, bits);
        code.vpbroadcastd(register, Gpr.RAX);
    }

    private void scales() {
        code.vpandd(LARGEST, FIRST, MAGNITUDE);
        code.vpandd(OTHER, SECOND, MAGNITUDE);
        code.vmaxps(LARGEST, LARGEST, OTHER);
        acrossLanes(LARGEST, () -> code.vmaxps(LARGEST, LARGEST, OTHER));
        code.vmulps(D, LARGEST, STEP);
        code.vcmpgeps(Mask.K1, LARGEST, TINY);
        code.vdivps(INVERSE, Mask.K1, STEPS, LARGEST);
    }

    private void round(Zmm half, int at) {
        code.vmulps(half, half, INVERSE);
        code.vcvtps2dq(half, half);
        code.vpmovsdb(OTHER, half);
        code.vmovupsQuarter(BYTES.at(at), OTHER);
    }

    private void sums() {
        acrossLanes(FIRST, () -> code.vpaddd(FIRST, FIRST, OTHER));
        acrossLanes(SECOND, () -> code.vpaddd(SECOND, SECOND, OTHER));
        code.vpaddd(SUM, FIRST, SECOND);
        code.mov(FIELD, FIELDS);
        code.vmovd(FIELD.at(0), D);
        code.vcvtdq2ps(OTHER, SUM);
        code.vmulps(OTHER, OTHER, D);
        nextField(OTHER);
        for (Zmm sum : new Zmm[] {SUM, FIRST, SECOND}) {
            code.vpsubd(sum, ZERO, sum);
            nextField(sum);
        }
    }

    private void nextField(Zmm value) {
        code.add(FIELD, FIELD_STRIDE);
        code.vmovd(FIELD.at(0), value);
    }

    /** Joins a register with itself, its lanes in other orders in {@link #OTHER}, until every lane holds the result over all. */
    private void acrossLanes(Zmm register, Runnable join) {
        code.vshufi32x4(OTHER, register, register, 0x4E);
        join.run();
        code.vshufi32x4(OTHER, register, register, 0xB1);
        join.run();
        code.vpshufd(OTHER, register, 0x4E);
        join.run();
        code.vpshufd(OTHER, register, 0xB1);
        join.run();
    }
}
