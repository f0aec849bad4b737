package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.text.Prompt;
import io.belvedere.turns.FairRoom;
import java.time.Duration;
import java.util.Optional;

/**
 * Whose text may be cut into tokens now. That takes up to about 60 bytes of memory a character: long texts wait for
 * each other, and callers take turns. Any thread.
 */
final class TextTurns {
    private static final int LONG_TEXT = 100_000;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final int contextTokens;
    private final long mostCharacters;
    private final FairRoom longText = new FairRoom("Other long texts are being read", 1, 1);

    /** @param longestToken bytes that a token stands for at most */
    TextTurns(int contextTokens, int longestToken) {
        this.contextTokens = contextTokens;
        this.mostCharacters = (long) contextTokens * longestToken;
    }

    /** What cuts the text. */
    @FunctionalInterface
    interface Planning {
        PromptPlan plan() throws ChatException;
    }

    /**
     * Plans when it is the prompt's turn.
     *
     * @throws ChatException also if it has more text than the context's tokens could stand for: that is not cut at all
     */
    PromptPlan plan(ChatRequest request, Prompt prompt, Planning planning) throws ChatException, InterruptedException {
        long characters = prompt.characters();
        if (characters > mostCharacters) {
            throw new ChatException(new ChatFailure.TextTooLong(characters, mostCharacters, contextTokens));
        }
        if (characters <= LONG_TEXT) {
            return planning.plan();
        }
        Optional<FairRoom.Place> turn =
                longText.take(request.caller(), 1, 1, request.deadline().left());
        try (FairRoom.Place _ = turn.orElseThrow(TextTurns::overdue)) {
            return planning.plan();
        }
    }

    private static ChatException overdue() {
        return new ChatException(
                new ChatFailure.Overloaded("Other long texts are being read, and the request's time is over.", PAUSE));
    }
}
