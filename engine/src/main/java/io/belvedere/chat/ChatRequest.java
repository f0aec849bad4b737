package io.belvedere.chat;

import java.util.List;
import java.util.OptionalInt;

/**
 * A decided request: what its client left open stands here as a default.
 *
 * @param messages at least one
 * @param maxTokens limit of each answer, at least 1; empty: what the context leaves
 * @param choices independent answers to the same prompt, at least 1
 * @param stop strings that end an answer, none empty; the text is returned without them
 * @param caller on whose behalf, may be empty: callers take turns, and none is helped by what was computed for another
 * @param cacheSalt may be empty; requests of one caller share what was computed where it is equal
 * @param deadline after which the answer ends with what it has
 */
public record ChatRequest(
        List<Message> messages,
        SamplingOptions sampling,
        OptionalInt maxTokens,
        int choices,
        List<String> stop,
        String caller,
        String cacheSalt,
        Deadline deadline) {
    /** For one answer, of nobody in particular, with all the time it takes. */
    public ChatRequest(List<Message> messages, SamplingOptions sampling, OptionalInt maxTokens, List<String> stop) {
        this(messages, sampling, maxTokens, 1, stop, "", "", Deadline.none());
    }

    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages is empty");
        }
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, given " + maxTokens.getAsInt());
        }
        if (choices < 1) {
            throw new IllegalArgumentException("choices must be at least 1, given " + choices);
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty");
        }
    }

    /** The same about other messages. */
    public ChatRequest withMessages(List<Message> other) {
        return new ChatRequest(other, sampling, maxTokens, choices, stop, caller, cacheSalt, deadline);
    }
}
