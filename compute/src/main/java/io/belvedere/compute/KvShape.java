package io.belvedere.compute;

/**
 * What one token leaves in the K/V store.
 *
 * @param blockTokens tokens per block (page)
 */
public record KvShape(int layers, int kvHeads, int headDim, int blockTokens) {
    public KvShape {
        if (layers < 1 || kvHeads < 1 || headDim < 1 || blockTokens < 1) {
            throw new IllegalArgumentException("every K/V extent must be at least 1: layers " + layers + ", kvHeads "
                    + kvHeads + ", headDim " + headDim + ", blockTokens " + blockTokens);
        }
    }

    /** K and V elements of one token over all layers. */
    public long elementsPerToken() {
        return 2L * layers * kvHeads * headDim;
    }
}
