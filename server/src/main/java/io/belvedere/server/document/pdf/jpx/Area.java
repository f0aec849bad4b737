package io.belvedere.server.document.pdf.jpx;

/** From {@code x0}, {@code y0} to before {@code x1}, {@code y1}. */
record Area(int x0, int y0, int x1, int y1) {
    int width() {
        return Math.max(0, x1 - x0);
    }

    int height() {
        return Math.max(0, y1 - y0);
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    /** Every {@code dx}-th column and {@code dy}-th row of the grid. */
    Area dividedBy(int dx, int dy) {
        return new Area(Math.ceilDiv(x0, dx), Math.ceilDiv(y0, dy), Math.ceilDiv(x1, dx), Math.ceilDiv(y1, dy));
    }

    /** The same after {@code levels} halvings. */
    Area halved(int levels) {
        return band(levels, 0, 0);
    }

    /**
     * Of a band after {@code levels} decompositions (T.800, B-15); {@code xo}, {@code yo}: 1 for the high
     * frequencies.
     */
    Area band(int levels, int xo, int yo) {
        return new Area(bound(x0, levels, xo), bound(y0, levels, yo), bound(x1, levels, xo), bound(y1, levels, yo));
    }

    private static int bound(int at, int levels, int high) {
        long shift = high == 0 ? 0 : 1L << (levels - 1);
        return (int) Math.ceilDiv(at - shift, 1L << levels);
    }

    Area within(long left, long top, long right, long bottom) {
        return new Area((int) Math.max(x0, left), (int) Math.max(y0, top), (int) Math.min(x1, right), (int)
                Math.min(y1, bottom));
    }
}
