package io.belvedere.compute.cpu.assembled;

import io.belvedere.compute.cpu.x86.Gpr;
import io.belvedere.compute.cpu.x86.Zmm;

/** Rounds a row of x to {@link PackedBytes}. */
final class ByteRounder extends BlockRounder {
    static final int STEPS = 127;

    private static final Gpr FIELD = Gpr.R10;

    ByteRounder() {
        super(STEPS, false);
    }

    @Override
    void store() {
        bytes(FIRST, 0);
        bytes(SECOND, 16);
        sums();
    }

    private void bytes(Zmm half, int at) {
        code.vpmovsdb(OTHER, half);
        code.vmovupsQuarter(INTEGERS.at(at), OTHER);
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
}
