package io.belvedere.server.http;

import java.io.IOException;

/** Answers requests; runs on the request's own thread and may block. */
@FunctionalInterface
public interface ExchangeHandler {
    /**
     * Answers completely.
     *
     * @throws ClientGoneException if the client left before the answer was out
     * @throws InterruptedException if the client left, or the server is stopping, while this waited
     */
    void handle(Exchange exchange) throws IOException, InterruptedException;
}
