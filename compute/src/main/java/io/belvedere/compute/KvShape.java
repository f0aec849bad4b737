package io.belvedere.compute;

/**
 * What one token leaves in the K/V store.
 *
 * @param blockTokens tokens per block (page)
 * @param type how the elements are stored
 */
public record KvShape(int layers, int kvHeads, int headDim, int blockTokens, KvType type) {
    public KvShape {
        if (layers < 1 || kvHeads < 1 || headDim < 1 || blockTokens < 1) {
            throw new IllegalArgumentException("every K/V extent must be at least 1: layers " + layers + ", kvHeads "
                    + kvHeads + ", headDim " + headDim + ", blockTokens " + blockTokens);
        }
    }

    /** Bytes that the keys and values of one token take over all layers. */
    public long bytesPerToken() {
        return Math.multiplyExact(2L * layers * kvHeads, type.headBytes(headDim));
    }
}
