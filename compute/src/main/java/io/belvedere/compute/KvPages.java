package io.belvedere.compute;

/** Storage of keys and values in blocks of tokens. Who owns which block is not its business. */
public interface KvPages extends AutoCloseable {
    KvShape shape();

    int blocks();

    long bytes();

    @Override
    void close();
}
