package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.model.Patches;

/**
 * An image as the vision encoder reads it: one row per patch, merged cell by merged cell.
 *
 * @param gridHeight patches from top to bottom
 * @param gridWidth patches from left to right
 * @param columns values of a patch
 * @param values (gridHeight * gridWidth, columns), normalised; not to be changed
 */
public record PatchGrid(int gridHeight, int gridWidth, int columns, float[] values) implements Patches {
    public PatchGrid {
        if (values.length != (long) gridHeight * gridWidth * columns) {
            throw new IllegalArgumentException(gridHeight + "x" + gridWidth + " patches of " + columns
                    + " values, given " + values.length + " values");
        }
    }

    @Override
    public int rows() {
        return gridHeight * gridWidth;
    }
}
