package io.belvedere.compute;

/**
 * A tensor prepared by a {@link Backend} for its operations; opaque, immutable, valid as long as the model's files are
 * open.
 */
public interface Weight {
    /** Name of the tensor it was prepared from. */
    String name();

    /** Output features of a matrix; 1 for a vector. */
    int rows();

    /** Input features of a matrix; a vector's length. */
    int columns();
}
