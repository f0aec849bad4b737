package io.belvedere.engine.model;

/**
 * A preprocessed image, as the vision encoder of its model's family reads it: nobody else looks inside. Not to be
 * changed.
 */
public interface Patches {
    /** How many there are: the work of encoding them grows with it. */
    int rows();
}
