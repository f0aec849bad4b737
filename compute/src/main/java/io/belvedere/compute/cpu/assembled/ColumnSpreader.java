package io.belvedere.compute.cpu.assembled;

import java.lang.foreign.Arena;
import java.util.List;

/** Lays a row of single elements among others: element k of row r goes to {@code [k][r]}. */
final class ColumnSpreader {
    private static final int STEP = FloatTile.BLOCK;

    private final RowSpreader several;
    private final RowSpreader one;
    private final int bytes;
    private final int width;

    /**
     * @param bytes of an element: 2 or 4
     * @param width rows side by side
     * @param arena holds the code
     */
    ColumnSpreader(int bytes, int width, Arena arena) {
        this.bytes = bytes;
        this.width = width;
        this.several = spreader(STEP, arena);
        this.one = spreader(1, arena);
    }

    private RowSpreader spreader(int columns, Arena arena) {
        Field values = new Field(bytes, 0, columns, 0, width * bytes, 0);
        return new RowSpreader(List.of(values), columns * bytes, columns * width * bytes, arena);
    }

    /**
     * @param from address of the row
     * @param to address of element 0 of row 0
     */
    void spread(long from, int columns, long to, int row) {
        int steps = columns / STEP;
        if (steps > 0) {
            several.spread(from, steps, to, row);
        }
        int done = steps * STEP;
        if (done < columns) {
            one.spread(from + (long) done * bytes, columns - done, to + (long) done * width * bytes, row);
        }
    }
}
