package io.belvedere.engine.image.vp8;

import io.belvedere.engine.image.WatchedRows;

/** The three components of a frame, in whole macroblocks, and what the loop filter must know of each macroblock. */
final class Frame {
    private final int columns;
    private final int rows;
    private final Plane y;
    private final Plane u;
    private final Plane v;
    private final FilterStrength[] strengths;
    private final boolean[] hasInnerEdges;
    private final BlockPredictor blockPredictor = new BlockPredictor();
    private final byte[] aboveRight = new byte[4];

    Frame(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.y = Plane.of(16 * columns, 16 * rows);
        this.u = Plane.of(8 * columns, 8 * rows);
        this.v = Plane.of(8 * columns, 8 * rows);
        this.strengths = new FilterStrength[columns * rows];
        this.hasInnerEdges = new boolean[columns * rows];
    }

    Plane y() {
        return y;
    }

    Plane u() {
        return u;
    }

    Plane v() {
        return v;
    }

    /** Predicts a macroblock and adds its coefficients. */
    void reconstruct(Macroblock macroblock, int column, int row, FilterStrength strength) {
        if (macroblock.isBlockwise()) {
            reconstructBlocks(macroblock, column, row);
        } else {
            Predictor.predict(y, 16 * column, 16 * row, 16, macroblock.lumaMode);
            addBlocks(macroblock, 0, 4, y, y.index(16 * column, 16 * row));
        }
        Predictor.predict(u, 8 * column, 8 * row, 8, macroblock.chromaMode);
        addBlocks(macroblock, 16, 2, u, u.index(8 * column, 8 * row));
        Predictor.predict(v, 8 * column, 8 * row, 8, macroblock.chromaMode);
        addBlocks(macroblock, 20, 2, v, v.index(8 * column, 8 * row));
        strengths[row * columns + column] = strength;
        hasInnerEdges[row * columns + column] = macroblock.isBlockwise() || macroblock.hasCoefficients();
    }

    /** Block by block, as each is predicted from those before it. */
    private void reconstructBlocks(Macroblock macroblock, int column, int row) {
        findAboveRight(column, row);
        for (int block = 0; block < 16; block++) {
            int start = y.index(16 * column + block % 4 * 4, 16 * row + block / 4 * 4);
            boolean last = block % 4 == 3;
            byte[] right = last ? aboveRight : y.samples();
            blockPredictor.predict(y, start, macroblock.blockModes[block], right, last ? 0 : start - y.stride() + 4);
            if (macroblock.nonZero[block]) {
                Transform.addBlock(macroblock.coefficients, 16 * block, y, start);
            }
        }
    }

    /** All blocks at the right edge of a macroblock look at the same samples: those above right of the macroblock. */
    private void findAboveRight(int column, int row) {
        int above = y.index(16 * column + 16, 16 * row) - y.stride();
        for (int i = 0; i < 4; i++) {
            boolean outside = row > 0 && column == columns - 1;
            aboveRight[i] = y.samples()[outside ? above - 1 : above + i];
        }
    }

    private static void addBlocks(Macroblock macroblock, int firstBlock, int side, Plane plane, int start) {
        for (int i = 0; i < side * side; i++) {
            if (macroblock.nonZero[firstBlock + i]) {
                int at = start + i / side * 4 * plane.stride() + i % side * 4;
                Transform.addBlock(macroblock.coefficients, 16 * (firstBlock + i), plane, at);
            }
        }
    }

    /** Smooths the whole frame, after which nothing can be predicted from it any more. */
    void filter(boolean simple, WatchedRows watch) {
        LoopFilter yFilter = new LoopFilter(y);
        LoopFilter uFilter = new LoopFilter(u);
        LoopFilter vFilter = new LoopFilter(v);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                FilterStrength strength = strengths[row * columns + column];
                if (strength.level() == 0) {
                    continue;
                }
                boolean inner = hasInnerEdges[row * columns + column];
                if (simple) {
                    filterSimply(yFilter, column, row, strength, inner);
                } else {
                    filter(yFilter, y.index(16 * column, 16 * row), 16, column, row, strength, inner);
                    filter(uFilter, u.index(8 * column, 8 * row), 8, column, row, strength, inner);
                    filter(vFilter, v.index(8 * column, 8 * row), 8, column, row, strength, inner);
                }
            }
            watch.row(columns * Macroblock.SAMPLES);
        }
    }

    private static void filter(
            LoopFilter filter, int start, int size, int column, int row, FilterStrength strength, boolean inner) {
        int stride = filter.stride();
        if (column > 0) {
            filter.filterMacroblockEdge(start, stride, 1, size, strength);
        }
        for (int x = 4; x < size && inner; x += 4) {
            filter.filterBlockEdge(start + x, stride, 1, size, strength);
        }
        if (row > 0) {
            filter.filterMacroblockEdge(start, 1, stride, size, strength);
        }
        for (int y = 4; y < size && inner; y += 4) {
            filter.filterBlockEdge(start + y * stride, 1, stride, size, strength);
        }
    }

    private void filterSimply(LoopFilter filter, int column, int row, FilterStrength strength, boolean inner) {
        int start = y.index(16 * column, 16 * row);
        int stride = filter.stride();
        if (column > 0) {
            filter.filterSimply(start, stride, 1, 16, strength.macroblockEdge());
        }
        for (int x = 4; x < 16 && inner; x += 4) {
            filter.filterSimply(start + x, stride, 1, 16, strength.blockEdge());
        }
        if (row > 0) {
            filter.filterSimply(start, 1, stride, 16, strength.macroblockEdge());
        }
        for (int i = 4; i < 16 && inner; i += 4) {
            filter.filterSimply(start + i * stride, 1, stride, 16, strength.blockEdge());
        }
    }
}
