package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bodies of requests to one model.
 *
 * @param contextTokens that a prompt may have at most
 */
record Bodies(String model, int contextTokens) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static final byte[] NO_PICTURE = {};

    /** @param png empty: the request is about text alone */
    byte[] body(String question, byte[] png, boolean streamed, int maxTokens, long seed) {
        return JSON.writeValueAsBytes(request(question, png, streamed, maxTokens, seed));
    }

    private ObjectNode request(String question, byte[] png, boolean streamed, int maxTokens, long seed) {
        ObjectNode request = JSON.createObjectNode()
                .put("model", model)
                .put("max_tokens", maxTokens)
                .put("seed", seed)
                .put("stream", streamed);
        if (streamed) {
            request.putObject("stream_options").put("include_usage", true);
        }
        ObjectNode message = request.putArray("messages").addObject().put("role", "user");
        if (png.length == 0) {
            message.put("content", question);
            return request;
        }
        ArrayNode parts = message.putArray("content");
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        parts.addObject().put("type", "image_url").putObject("image_url").put("url", url);
        parts.addObject().put("type", "text").put("text", question);
        return request;
    }

    /**
     * A request that would be answered but for the fault.
     *
     * @param png to break, where it is the picture that is broken
     */
    byte[] faulty(Fault fault, String question, byte[] png, boolean streamed) {
        ObjectNode request = request(question, Bodies.NO_PICTURE, streamed, 1, 0);
        return switch (fault) {
            case MALFORMED_JSON -> (request + ",").getBytes(UTF_8);
            case WRONG_TYPE -> JSON.writeValueAsBytes(request.put("max_tokens", "many"));
            case UNKNOWN_MODEL -> JSON.writeValueAsBytes(request.put("model", model + "-of-tomorrow"));
            case BROKEN_PICTURE -> body(question, Arrays.copyOf(png, png.length / 2), streamed, 1, 0);
            case PROMPT_TOO_LONG -> body("word ".repeat(contextTokens + 1), NO_PICTURE, streamed, 1, 0);
            case WRONG_KEY -> JSON.writeValueAsBytes(request);
        };
    }
}
