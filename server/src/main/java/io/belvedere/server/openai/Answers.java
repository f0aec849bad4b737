package io.belvedere.server.openai;

import io.belvedere.server.http.Exchange;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.openai.wire.Json;
import java.io.IOException;

/** Sends whole JSON answers. */
final class Answers {
    private static final String JSON = "application/json";

    private final Json json;

    Answers(Json json) {
        this.json = json;
    }

    void send(Exchange exchange, int status, Object body) throws IOException, InterruptedException {
        exchange.send(status, JSON, json.write(body));
    }

    void send(Exchange exchange, ApiError error) throws IOException, InterruptedException {
        error.headers().forEach(exchange::setHeader);
        exchange.send(error.status(), JSON, json.write(error.body()));
    }

    /** The body of a refusal that came before any handler. */
    byte[] format(Refusal refusal) {
        return json.write(
                new ApiError(refusal.status(), refusal.message(), null, refusal.code(), refusal.headers()).body());
    }
}
