package io.belvedere.engine.model.qwen25vl;

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

    VisionConfig {
        if (depth < 1 || hidden < 1 || heads < 1 || patchSize < 1 || mergeSize < 1) {
            throw new IllegalArgumentException("vision encoder: an extent is not positive");
        }
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
