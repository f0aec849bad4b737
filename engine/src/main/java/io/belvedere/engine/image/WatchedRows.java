package io.belvedere.engine.image;

/** Asks a watch for each row; rows that are shorter than asking is worth share a question. */
public final class WatchedRows {
    private static final int SHORT = 64;

    private final DecodingWatch watch;
    private int done;

    public WatchedRows(DecodingWatch watch) {
        this.watch = watch;
    }

    /** A row of so many samples is done, which may be none. */
    public void row(int samples) {
        done += 1 + samples;
        if (done >= SHORT) {
            done = 0;
            watch.goOn();
        }
    }
}
