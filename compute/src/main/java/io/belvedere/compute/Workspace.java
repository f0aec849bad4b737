package io.belvedere.compute;

/**
 * Activation memory of one forward pass: a bump allocator. Used by one thread. Memory is kept between passes, so a
 * warmed-up pass allocates nothing.
 */
public interface Workspace extends AutoCloseable {
    /** A buffer with unspecified content, valid until {@link #reset}. */
    Buffer buffer(int rows, int columns);

    /** Takes back every buffer. */
    void reset();

    /** Bytes held, in use or not. */
    long bytes();

    /** Where passes report their named stages. */
    Trace trace();

    @Override
    void close();
}
