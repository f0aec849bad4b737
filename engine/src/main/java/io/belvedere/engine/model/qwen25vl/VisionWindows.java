package io.belvedere.engine.model.qwen25vl;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the encoder takes a picture's merged cells, so that each attention window is a run of rows.
 *
 * @param cells position i of the encoder's order holds the cell with raster number {@code cells[i]}
 * @param bounds patch rows where windows start, in the encoder's order, and the end
 */
record VisionWindows(int[] cells, int[] bounds) {
    /**
     * Windows of {@code side x side} cells in raster order, cut off at the right and lower edge.
     *
     * @param height merged cells of the picture's side
     * @param patchesPerCell rows that each cell stands for
     */
    static VisionWindows over(int height, int width, int side, int patchesPerCell) {
        int[] cells = new int[height * width];
        List<Integer> bounds = new ArrayList<>(List.of(0));
        int at = 0;
        for (int top = 0; top < height; top += side) {
            for (int left = 0; left < width; left += side) {
                for (int y = top; y < Math.min(top + side, height); y++) {
                    for (int x = left; x < Math.min(left + side, width); x++) {
                        cells[at++] = y * width + x;
                    }
                }
                bounds.add(at * patchesPerCell);
            }
        }
        return new VisionWindows(
                cells, bounds.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The same order for the patches: each cell's rows stay together. */
    int[] patches(int patchesPerCell) {
        int[] patches = new int[cells.length * patchesPerCell];
        for (int i = 0; i < patches.length; i++) {
            patches[i] = cells[i / patchesPerCell] * patchesPerCell + i % patchesPerCell;
        }
        return patches;
    }
}
