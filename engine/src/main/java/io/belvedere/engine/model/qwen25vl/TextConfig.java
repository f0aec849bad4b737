package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.model.parts.Extents;
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
        Extents.within("text decoder: context", contextTokens, Integer.MAX_VALUE);
        Extents.within("text decoder: layers", layers, 1024);
        Extents.within("text decoder: width", hidden, 1 << 17);
        Extents.within("text decoder: heads", heads, 4096);
        Extents.within("text decoder: key/value heads", kvHeads, 4096);
        Extents.within("text decoder: a head's width", headDim, 4096);
        require(headDim % 2 == 0, "a head's width is " + headDim + ", which is not even");
        require(heads % kvHeads == 0, heads + " heads can't share " + kvHeads + " key/value heads");
        require(
                ropeSections.length == 3
                        && Arrays.stream(ropeSections).allMatch(section -> section >= 0)
                        && Arrays.stream(ropeSections).asLongStream().sum() == headDim / 2,
                "the rotary sections " + Arrays.toString(ropeSections) + " are not three that sum to " + headDim / 2);
        require(
                normEpsilon >= 0 && Float.isFinite(normEpsilon) && ropeTheta > 0 && Double.isFinite(ropeTheta),
                "the norm's epsilon is " + normEpsilon + ", the rotary base " + ropeTheta);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("text decoder: " + otherwise);
        }
    }
}
