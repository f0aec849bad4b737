package io.belvedere.engine.image;

/**
 * What a decoder asks while it works: whether it may go on. It may wait in there for its turn, and it is stopped by an
 * exception when nobody wants the picture any more or its time is over.
 *
 * <p>Every decoder asks at least once for about each 100,000 samples that it computes, and for each row, scan or tile
 * however small: what a hostile file makes it do for nothing counts too. {@link WatchedRows} lets rows of a few samples
 * share a question. Single passes over pixels that are there already (onto a canvas, over a ground) may do without.
 */
@FunctionalInterface
public interface DecodingWatch {
    /** Nobody stops it. */
    DecodingWatch NONE = () -> {};

    /** @throws DecodingStoppedException if the decoder is to end at once */
    void goOn();
}
