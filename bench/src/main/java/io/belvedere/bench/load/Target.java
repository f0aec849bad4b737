package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * The server under load.
 *
 * @param address scheme http, host and port
 * @param key empty: the server takes requests without one
 * @param model the served name
 * @param contextTokens that a prompt may have at most
 */
record Target(URI address, String key, String model, int contextTokens) {
    private static final Duration SHORT = Duration.ofSeconds(30);

    /** Asks a server for its model. */
    static Target of(URI address, String key) throws IOException {
        Target unknown = new Target(address, key, "", 0);
        JsonNode model = unknown.get("/v1/models").path("data").path(0);
        if (!model.path("id").isString()) {
            throw new BrokenReply("GET /v1/models names no model: " + BrokenReply.shortened(model.toString()));
        }
        return new Target(
                address,
                key,
                model.path("id").stringValue(),
                model.path("max_model_len").asInt(32_768));
    }

    /** @throws BrokenReply if the reply is not a JSON object with status 200 */
    JsonNode get(String path) throws IOException {
        try (HttpCall call = new HttpCall(this, SHORT)) {
            call.get(path);
            HttpHead head = call.head();
            String body = new String(call.body(head).readAllBytes(), UTF_8);
            if (head.status() != 200) {
                throw new BrokenReply(
                        "GET %s: status %d, %s".formatted(path, head.status(), BrokenReply.shortened(body)));
            }
            return AnswerReader.object(body);
        }
    }

    /**
     * A request that is answered whole.
     *
     * @throws BrokenReply if the reply is no such answer
     */
    Answer ask(byte[] body, Duration most) throws IOException {
        try (HttpCall call = new HttpCall(this, most)) {
            call.post(body);
            HttpHead head = call.head();
            String reply = new String(call.body(head).readAllBytes(), UTF_8);
            if (head.status() != 200) {
                throw new BrokenReply("status %d, %s".formatted(head.status(), BrokenReply.shortened(reply)));
            }
            call.requireEnd();
            return AnswerReader.whole(reply);
        }
    }
}
