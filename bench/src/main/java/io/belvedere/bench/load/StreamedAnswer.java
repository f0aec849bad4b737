package io.belvedere.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Folds the events of a streamed answer of one choice, and sees that it ends exactly once: texts of one id, one finish
 * reason, one usage, one {@code [DONE]}, nothing behind it.
 */
final class StreamedAnswer {
    private static final String DONE = "[DONE]";

    private final long beganNanos;
    private final StringBuilder text = new StringBuilder();
    private final List<Long> gaps = new ArrayList<>();
    private OptionalLong firstText = OptionalLong.empty();
    private long lastTextNanos;
    private int texts;
    private String id = "";
    private String reason = "";
    private JsonNode usage = AnswerReader.NOTHING;
    private boolean done;

    /** @param beganNanos when the request began, as all times here by {@link System#nanoTime} */
    StreamedAnswer(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    /** @throws BrokenReply if the event can't stand here */
    void accept(String event, long nowNanos) throws BrokenReply {
        if (done) {
            throw new BrokenReply("an event behind [DONE]: " + BrokenReply.shortened(event));
        }
        if (event.equals(DONE)) {
            done = true;
            return;
        }
        JsonNode chunk = AnswerReader.object(event);
        if (chunk.has("error")) {
            throw new BrokenReply("the stream broke off: " + BrokenReply.shortened(event));
        }
        acceptId(chunk.path("id").asString(""));
        acceptUsage(chunk.path("usage"));
        for (JsonNode choice : chunk.path("choices")) {
            acceptText(choice.path("delta").path("content").asString(""), nowNanos);
            acceptReason(choice.path("finish_reason").asString(""));
        }
    }

    private void acceptId(String given) throws BrokenReply {
        if (given.isEmpty() || (!id.isEmpty() && !id.equals(given))) {
            throw new BrokenReply("a chunk of the id '%s' in the stream of '%s'".formatted(given, id));
        }
        id = given;
    }

    private void acceptUsage(JsonNode given) throws BrokenReply {
        if (given.isObject()) {
            if (usage.isObject()) {
                throw new BrokenReply("a second usage");
            }
            usage = given;
        }
    }

    private void acceptText(String more, long nowNanos) throws BrokenReply {
        if (more.isEmpty()) {
            return;
        }
        if (!reason.isEmpty()) {
            throw new BrokenReply("text behind the finish reason: " + BrokenReply.shortened(more));
        }
        if (texts == 0) {
            firstText = OptionalLong.of(nowNanos - beganNanos);
        } else {
            gaps.add(nowNanos - lastTextNanos);
        }
        lastTextNanos = nowNanos;
        texts++;
        text.append(more);
    }

    private void acceptReason(String given) throws BrokenReply {
        if (!given.isEmpty()) {
            if (!reason.isEmpty()) {
                throw new BrokenReply("a second finish reason, %s after %s".formatted(given, reason));
            }
            reason = given;
        }
    }

    /** Chunks with text so far. */
    int texts() {
        return texts;
    }

    /**
     * The whole, once the bytes have ended.
     *
     * @throws BrokenReply if anything lacks
     */
    Answer end() throws BrokenReply {
        if (!done) {
            throw new BrokenReply("the stream ends without [DONE]");
        }
        if (reason.isEmpty()) {
            throw new BrokenReply("the stream ends without a finish reason");
        }
        return AnswerReader.answer(text.toString(), reason, usage, firstText, gaps);
    }
}
