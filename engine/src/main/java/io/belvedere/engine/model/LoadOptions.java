package io.belvedere.engine.model;

/**
 * How a model is set up, beyond what its files say.
 *
 * @param maxImageTokens most tokens that one picture may take, at least 4; larger pictures are scaled down to it
 * @param progress told while the weights are prepared
 */
public record LoadOptions(int maxImageTokens, LoadProgress progress) {
    /** 4,096 tokens a picture: 3.2 megapixels at 28 x 28 pixels a token. */
    public static final LoadOptions DEFAULTS = new LoadOptions(4096, LoadProgress.NONE);

    public LoadOptions {
        if (maxImageTokens < 4) {
            throw new IllegalArgumentException("maxImageTokens must be at least 4, given " + maxImageTokens);
        }
    }
}
