package io.belvedere.server.cli;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints a completion's text as it comes. */
final class AnswerPrinter {
    private final Terminal terminal;
    private final StatusLine status;
    private final Stopwatch watch;
    private FinishReason end = FinishReason.STOP;
    private Usage usage = new Usage(0, 0, 0, 0);

    AnswerPrinter(Terminal terminal, StatusLine status, Stopwatch watch) {
        this.terminal = terminal;
        this.status = status;
        this.watch = watch;
    }

    /**
     * Prints until the end; returns why there was no proper end, if so.
     *
     * @throws UserException as soon as the text can't be written: nobody reads the rest
     */
    Optional<ChatFailure> print(Completion completion) throws InterruptedException, UserException {
        while (true) {
            switch (completion.next()) {
                case CompletionEvent.Started started ->
                    status.doing(String.format(
                            Locale.ROOT,
                            "thinking about %,d tokens, %,d of them for pictures",
                            started.promptTokens(),
                            started.imageTokens()));
                case CompletionEvent.TextDelta delta -> {
                    status.doing("");
                    watch.text();
                    terminal.out().print(delta.text());
                    if (terminal.lostOutput()) {
                        throw OutputLost.exception();
                    }
                }
                case CompletionEvent.ChoiceEnded ended -> end = ended.reason();
                case CompletionEvent.Finished finished -> {
                    watch.ended();
                    finish(finished);
                    return Optional.empty();
                }
                case CompletionEvent.Failed failed -> {
                    status.doing("");
                    terminal.out().println();
                    return Optional.of(failed.failure());
                }
            }
        }
    }

    private void finish(CompletionEvent.Finished finished) {
        status.doing("");
        usage = finished.usage();
        terminal.out().println();
        terminal.out().flush();
        String cause = switch (end) {
            case STOP -> "";
            case LENGTH -> "--max-tokens or --context is the limit";
            case REPETITION -> "it repeated itself without end";
            case TIME_LIMIT -> "its time was over";
        };
        if (!cause.isEmpty()) {
            terminal.err()
                    .println("belvedere: the answer was cut at " + usage.completionTokens() + " tokens: " + cause);
        }
    }

    /** Lines for people. */
    List<String> stats(int pictures) {
        double rate = (usage.completionTokens() - 1) / watch.sinceFirstText();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "prompt %,d tokens (%,d for %d %s), answer %,d tokens",
                        usage.promptTokens(),
                        usage.imageTokens(),
                        pictures,
                        pictures == 1 ? "picture" : "pictures",
                        usage.completionTokens()),
                String.format(
                        Locale.ROOT,
                        "load %.2f s, first text after %.2f s (%.1f prompt tokens/s), then %.2f s (%s), total %.2f s",
                        watch.load(),
                        watch.toFirstText(),
                        usage.promptTokens() / watch.toFirstText(),
                        watch.sinceFirstText(),
                        usage.completionTokens() > 1 ? String.format(Locale.ROOT, "%.2f tokens/s", rate) : "one token",
                        watch.total()));
    }
}
