package io.belvedere.compute.cpu.vector;

import static io.belvedere.compute.cpu.vector.Lanes.L;
import static io.belvedere.compute.cpu.vector.Lanes.load;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * Lays rows out for {@link DotTile}: vector c of every row of a tile, then vector c + 1. A row's end is padded with
 * zeros to a whole vector.
 */
final class Packing {
    private Packing() {}

    /**
     * Packs one row of native floats.
     *
     * @param tileRows rows of a tile
     * @param at index in {@code packed} of the row's first vector
     */
    static void row(MemorySegment floats, long offset, int count, float[] packed, int at, int tileRows) {
        int whole = count & -L;
        for (int i = 0; i < whole; i += L) {
            FloatVector.fromMemorySegment(Lanes.F, floats, offset + 4L * i, ByteOrder.nativeOrder())
                    .intoArray(packed, at + i * tileRows);
        }
        if (whole < count) {
            FloatVector.fromMemorySegment(
                            Lanes.F,
                            floats,
                            offset + 4L * whole,
                            ByteOrder.nativeOrder(),
                            Lanes.F.indexInRange(whole, count))
                    .intoArray(packed, at + whole * tileRows);
        }
    }

    /** Packs one row that is already whole vectors. */
    static void row(float[] floats, int from, int padded, float[] packed, int at, int tileRows) {
        for (int i = 0; i < padded; i += L) {
            load(floats, from + i).intoArray(packed, at + i * tileRows);
        }
    }

    /** Multiplies a packed row by a factor. */
    static void scale(int padded, float[] packed, int at, int tileRows, float factor) {
        for (int i = 0; i < padded; i += L) {
            load(packed, at + i * tileRows).mul(factor).intoArray(packed, at + i * tileRows);
        }
    }

    /** Fills a row with zeros. */
    static void zeros(int padded, float[] packed, int at, int tileRows) {
        FloatVector zero = FloatVector.zero(Lanes.F);
        for (int i = 0; i < padded; i += L) {
            zero.intoArray(packed, at + i * tileRows);
        }
    }
}
