package io.belvedere.engine.model;

/**
 * A picture on its way through the vision encoder, part by part, so that other work can be done in between. Engine
 * thread.
 */
public interface Encoding {
    /** Computes the next part, a layer or so; true if it was the last. */
    boolean advance();

    /** Share of the work that is done, from 0 to 1. */
    double done();

    /** The result, after the last part. */
    ImageFeatures features();
}
