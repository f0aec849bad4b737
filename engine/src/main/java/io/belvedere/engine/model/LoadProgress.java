package io.belvedere.engine.model;

/** Told how far the preparing of a model's weights has come. Must return quickly. */
@FunctionalInterface
public interface LoadProgress {
    /** Tells nobody. */
    LoadProgress NONE = (prepared, all) -> {};

    /**
     * Called after each weight, by whichever thread prepared it, possibly by several at a time.
     *
     * @param prepared stored bytes of the weights that are ready
     * @param all stored bytes of all the model's tensors; some files hold a few that the model never needs
     */
    void prepared(long prepared, long all);
}
