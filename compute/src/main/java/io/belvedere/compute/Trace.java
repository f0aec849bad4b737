package io.belvedere.compute;

/** Receives the named intermediate results of a forward pass, for comparison with a reference stage by stage. */
@FunctionalInterface
public interface Trace {
    /** Ignores every stage. */
    Trace NONE = (stage, values) -> {};

    /**
     * @param stage such as {@code vision.block.3} or {@code text.final_norm}
     * @param values valid during the call only
     */
    void tap(String stage, Buffer values);
}
