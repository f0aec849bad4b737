package io.belvedere.bench.load;

/** How a client behaves. */
sealed interface Conduct {
    /** Waits for its answer. */
    record Patient() implements Conduct {}

    /** Sends what must be refused. */
    record Faulty(Fault fault) implements Conduct {}

    /**
     * Closes the connection early.
     *
     * @param share how late within the moment's bounds, from 0 to 1
     * @param reset see {@link HttpCall#leave}
     */
    record Leaving(Moment moment, double share, boolean reset) implements Conduct {}

    /** When a client leaves: with a part of its request sent, before the reply, or in mid-stream. */
    enum Moment {
        SENDING,
        WAITING,
        READING
    }
}
