package io.belvedere.engine.model.qwen25vl;

import java.util.Arrays;

/**
 * Numbers of the text decoder; extents that tensors show are taken from them.
 *
 * @param contextTokens longest sequence that the model was made for
 * @param hidden width of the residual stream
 * @param ropeSections frequencies of a head that turn with time, height and width; they sum to headDim / 2
 */
record TextConfig(
        int contextTokens,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headDim,
        float normEpsilon,
        double ropeTheta,
        int[] ropeSections) {
    TextConfig {
        require(contextTokens > 0 && layers > 0 && hidden > 0 && heads > 0 && kvHeads > 0, "an extent is not positive");
        require(headDim > 0 && headDim % 2 == 0, "a head's width is " + headDim + ", which is not even");
        require(heads % kvHeads == 0, heads + " heads can't share " + kvHeads + " key/value heads");
        require(
                ropeSections.length == 3
                        && Arrays.stream(ropeSections).allMatch(section -> section >= 0)
                        && Arrays.stream(ropeSections).asLongStream().sum() == headDim / 2,
                "the rotary sections " + Arrays.toString(ropeSections) + " are not three that sum to " + headDim / 2);
        require(
                normEpsilon >= 0 && ropeTheta > 0,
                "the norm's epsilon is " + normEpsilon + ", the rotary base " + ropeTheta);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("text decoder: " + otherwise);
        }
    }
}
