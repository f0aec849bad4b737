package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.model.parts.Extents;
import java.util.Set;

/**
 * Numbers of the vision encoder.
 *
 * @param depth blocks
 * @param patchSize pixels of a patch's side
 * @param mergeSize patches of a merged cell's side: one token stands for mergeSize x mergeSize patches
 * @param windowSize pixels of an attention window's side
 * @param fullAttentionBlocks blocks whose patches attend to the whole picture
 */
record VisionConfig(
        int depth,
        int hidden,
        int heads,
        int patchSize,
        int mergeSize,
        int windowSize,
        Set<Integer> fullAttentionBlocks) {
    /** Fixed in the reference, not a setting of the model. */
    static final float NORM_EPSILON = 1e-6f;

    /** Fixed in the reference, not a setting of the model. */
    static final double ROPE_THETA = 10_000;

    /** Far more than any published encoder has. */
    static final int MOST_BLOCKS = 1024;

    VisionConfig {
        Extents.within("vision encoder: blocks", depth, MOST_BLOCKS);
        Extents.within("vision encoder: width", hidden, 1 << 14);
        Extents.within("vision encoder: heads", heads, 1 << 12);
        Extents.within("vision encoder: pixels of a patch's side", patchSize, 128);
        Extents.within("vision encoder: patches of a cell's side", mergeSize, 8);
        Extents.within("vision encoder: pixels of a cell's side", patchSize * mergeSize, 128);
        if (hidden % (4 * heads) != 0) {
            throw new IllegalArgumentException(
                    "vision encoder: width " + hidden + " is no multiple of 4 x " + heads + " heads");
        }
        if (windowSize < mergeSize * patchSize) {
            throw new IllegalArgumentException("vision encoder: a window of " + windowSize + " pixels holds no cell of "
                    + mergeSize * patchSize + " pixels");
        }
    }

    /** Merged cells of a window's side. */
    int windowCells() {
        return windowSize / mergeSize / patchSize;
    }

    int mergedPatches() {
        return mergeSize * mergeSize;
    }
}
