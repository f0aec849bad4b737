package io.belvedere.compute;

/**
 * F32 activations {@code (rows, columns)}, row-major and dense, in the memory of the {@link Workspace} that made them;
 * opaque. Those of the same memory and shape are equal.
 */
public interface Buffer {
    int rows();

    int columns();

    /** The rows {@code [from, from + count)}, sharing memory. */
    Buffer rows(int from, int count);

    /** The same memory as {@code (rows, columns)}; the number of elements must stay. */
    Buffer reshape(int rows, int columns);

    /** Whether they share memory. */
    boolean overlaps(Buffer other);
}
