package io.belvedere.engine.model;

/**
 * A preprocessed image: one row per patch, in the order in which the family's vision encoder reads them.
 *
 * @param gridHeight patches from top to bottom
 * @param gridWidth patches from left to right
 * @param columns values of a patch
 * @param values (gridHeight * gridWidth, columns), normalised; not to be changed
 */
public record Patches(int gridHeight, int gridWidth, int columns, float[] values) {
    public Patches {
        if (values.length != (long) gridHeight * gridWidth * columns) {
            throw new IllegalArgumentException(gridHeight + "x" + gridWidth + " patches of " + columns
                    + " values, given " + values.length + " values");
        }
    }

    public int rows() {
        return gridHeight * gridWidth;
    }
}
