package io.belvedere.server.openai;

import io.belvedere.server.http.Exchange;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.openai.wire.Json;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends whole JSON answers. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
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

    /** Refuses a request, and says so in the log. */
    void refuse(Exchange exchange, ApiException refusal) throws IOException, InterruptedException {
        ApiError error = refusal.error();
        LOG.info("{}: {} {}", exchange.requestId(), error.status(), error.code());
        send(exchange, error);
    }

    /** The body of a refusal that came before any handler. */
    byte[] format(Refusal refusal) {
        return json.write(
                new ApiError(refusal.status(), refusal.message(), null, refusal.code(), refusal.headers()).body());
    }
}
