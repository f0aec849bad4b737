package io.belvedere.server.openai;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Usage;
import java.time.Duration;
import java.util.List;

/** What the model does behind each of the wire's pairs. */
final class WireScripts {
    private static final CompletionEvent STARTED = new CompletionEvent.Started(20, 12);

    private WireScripts() {}

    /** By how the pair is called; the same whether streamed or not. */
    static ScriptedBackend backend(String name) {
        ScriptedBackend backend = new ScriptedBackend(script(name.replaceAll("(-usage)?-streamed$", "")));
        if (name.equals("overloaded")) {
            backend.refuse(new ChatFailure.Overloaded("All 64 places for requests are taken.", Duration.ofSeconds(3)));
        }
        return backend;
    }

    private static CompletionEvent[] script(String name) {
        return switch (name) {
            case "logprobs" -> ApiFixture.colosseumWithLogProbs();
            case "repetition" -> ApiFixture.colosseum(FinishReason.REPETITION);
            case "time-limit" -> ApiFixture.colosseum(FinishReason.TIME_LIMIT);
            case "images" -> ApiFixture.colosseumWithImages();
            case "length" -> ApiFixture.colosseum(FinishReason.LENGTH);
            case "error-before-text", "error-whole" ->
                new CompletionEvent[] {
                    STARTED, new CompletionEvent.Failed(new ChatFailure.ContextTooLong(40_000, 32_768))
                };
            case "error-in-stream" ->
                new CompletionEvent[] {
                    STARTED,
                    new CompletionEvent.TextDelta("The "),
                    new CompletionEvent.Failed(new ChatFailure.Internal("The answer could not be completed."))
                };
            case "two-answers" ->
                new CompletionEvent[] {
                    STARTED,
                    new CompletionEvent.TextDelta(1, "Rome", List.of()),
                    new CompletionEvent.TextDelta(0, "The Colosseum", List.of()),
                    new CompletionEvent.ChoiceEnded(1, FinishReason.LENGTH),
                    new CompletionEvent.TextDelta(0, ".", List.of()),
                    new CompletionEvent.ChoiceEnded(0, FinishReason.STOP),
                    new CompletionEvent.Finished(new Usage(20, 16, 12, 7))
                };
            default -> ApiFixture.colosseum();
        };
    }
}
