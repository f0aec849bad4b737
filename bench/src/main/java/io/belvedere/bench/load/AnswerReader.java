package io.belvedere.bench.load;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads answers, and holds them to what the API promises. */
final class AnswerReader {
    /** What lacks. */
    static final JsonNode NOTHING = MissingNode.getInstance();

    private static final JsonMapper JSON = JsonMapper.shared();

    private AnswerReader() {}

    /** @throws BrokenReply if it is no JSON object */
    static JsonNode object(String json) throws BrokenReply {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // told below
        }
        throw new BrokenReply("no JSON object: " + BrokenReply.shortened(json));
    }

    /**
     * The answer in the body of a request that was not streamed.
     *
     * @throws BrokenReply if it is not one choice with a text, a finish reason and usage
     */
    static Answer whole(String body) throws BrokenReply {
        JsonNode reply = object(body);
        JsonNode choice = reply.path("choices").path(0);
        JsonNode text = choice.path("message").path("content");
        String reason = choice.path("finish_reason").asString("");
        if (reply.path("choices").size() != 1 || !text.isString() || reason.isEmpty()) {
            throw new BrokenReply("not one choice with a text and a finish reason: " + BrokenReply.shortened(body));
        }
        return answer(text.stringValue(), reason, reply.path("usage"), OptionalLong.empty(), List.of());
    }

    /** @throws BrokenReply if there is no usage */
    static Answer answer(String text, String reason, JsonNode usage, OptionalLong firstText, List<Long> gaps)
            throws BrokenReply {
        JsonNode completion = usage.path("completion_tokens");
        if (!completion.isInt()) {
            throw new BrokenReply("no usage with completion_tokens");
        }
        return new Answer(
                text,
                reason,
                usage.path("prompt_tokens").asInt(0),
                usage.path("prompt_tokens_details").path("cached_tokens").asInt(0),
                completion.intValue(),
                firstText,
                gaps.stream().mapToLong(Long::longValue).toArray());
    }
}
