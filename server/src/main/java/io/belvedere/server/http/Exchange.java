package io.belvedere.server.http;

import java.io.IOException;

/**
 * One request and its answer, as its own thread sees them. Every method that writes waits until the socket has taken
 * the bytes, and throws {@link ClientGoneException} once the client has left. A client that leaves also interrupts the
 * thread, and so does a server that stops and has given it its time: it gets a little more to tell its client.
 *
 * <p>An answer is either one {@link #send}, or {@link #begin}, any number of {@link #write} and {@link #end}.
 */
public interface Exchange {
    RequestHead head();

    /**
     * The whole body, already within its limit; not to be changed. To be asked for once: a large one lives no longer
     * than its reader holds it.
     *
     * @throws IllegalStateException the second time
     */
    byte[] body();

    /** Names this request in logs and in the {@code x-request-id} header. */
    String requestId();

    /** On whose behalf it comes, as the guard says; empty on an open route. */
    String caller();

    /** Sets a header of the answer, before the answer begins. */
    void setHeader(String name, String value);

    /** Answers with a whole body. */
    void send(int status, String contentType, byte[] body) throws IOException, InterruptedException;

    /** Begins an answer whose length is not known. */
    void begin(int status, String contentType) throws IOException, InterruptedException;

    void write(byte[] bytes) throws IOException, InterruptedException;

    /**
     * Writes the last bytes and ends the answer in one step: a client that takes its leave on seeing them has had
     * everything.
     */
    void end(byte[] bytes) throws IOException, InterruptedException;

    /** As {@link #end}, for an answer that was begun and can't go on; nothing if it has ended already. */
    void breakOff(byte[] bytes) throws IOException, InterruptedException;
}
