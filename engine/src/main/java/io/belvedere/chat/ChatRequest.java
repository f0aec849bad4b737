package io.belvedere.chat;

import java.util.List;
import java.util.OptionalInt;

/**
 * A decided request: what its client left open stands here as a default.
 *
 * @param messages at least one
 * @param maxTokens limit of the answer, at least 1; empty: what the context leaves
 * @param stop strings that end the answer, none empty; the text is returned without them
 */
public record ChatRequest(List<Message> messages, SamplingOptions sampling, OptionalInt maxTokens, List<String> stop) {
    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages is empty");
        }
        if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, given " + maxTokens.getAsInt());
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty");
        }
    }
}
