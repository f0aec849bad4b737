package io.belvedere.engine.image;

/** What becomes of transparency, which models have no notion of. */
public enum AlphaRule {
    /** Blend over white: a transparent diagram looks as it does on a page. What Qwen's own helper package does. */
    ON_WHITE,

    /** Take the colours as they are stored and drop the alpha. What the reference's image processor (transformers) does. */
    DROP
}
