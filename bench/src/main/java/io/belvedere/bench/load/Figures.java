package io.belvedere.bench.load;

import io.belvedere.bench.load.Outcome.Answered;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A round in numbers. Rates are of answered requests over the whole round, the time of refusals, departures and retries
 * included.
 *
 * @param answered in full
 * @param disconnected by the client
 * @param badInputRefused with the right status
 * @param notServed for lack of time: never sent, or never taken in
 * @param retries after a reply that there is no room
 * @param promptTokens of what was answered, those from a cache included
 */
@JsonNaming(SnakeCaseStrategy.class)
record Figures(
        int clients,
        int requests,
        int answered,
        int failed,
        int disconnected,
        int badInputRefused,
        int notServed,
        long retries,
        double seconds,
        double requestsPerSecond,
        double tokensPerSecond,
        long promptTokens,
        long cachedTokens,
        long completionTokens,
        Latencies all,
        Latencies text,
        Latencies pictures) {
    /**
     * Null where nothing was measured.
     *
     * @param firstToken of streamed answers, from the request's first byte to the first chunk with text
     * @param betweenChunks of streamed answers, from one chunk with text to the next; as a rule a token each
     * @param whole of all answers, from the request's first byte to the reply's last
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Latencies(
            @Nullable Percentiles firstToken,
            @Nullable Percentiles betweenChunks,
            @Nullable Percentiles whole) {
        static Latencies of(List<Answered> answers) {
            return new Latencies(
                    Percentiles.of(answers.stream().flatMapToLong(one -> one.answer().firstTextNanos().stream())),
                    Percentiles.of(answers.stream()
                            .flatMapToLong(one -> LongStream.of(one.answer().gapNanos()))),
                    Percentiles.of(answers.stream().mapToLong(Answered::nanos)));
        }
    }

    static Figures of(Round round) {
        List<Answered> answers = round.outcomes().stream()
                .filter(Answered.class::isInstance)
                .map(Answered.class::cast)
                .toList();
        int failed = round.failures().size();
        int left = count(round, Outcome.Left.class::isInstance);
        int refused = count(round, Outcome.RefusedRightly.class::isInstance);
        long completionTokens = answers.stream()
                .mapToLong(one -> one.answer().completionTokens())
                .sum();
        return new Figures(
                round.clients(),
                round.planned(),
                answers.size(),
                failed,
                left,
                refused,
                round.planned() - answers.size() - failed - left - refused,
                round.retries(),
                round.seconds(),
                answers.size() / round.seconds(),
                completionTokens / round.seconds(),
                answers.stream().mapToLong(one -> one.answer().promptTokens()).sum(),
                answers.stream().mapToLong(one -> one.answer().cachedTokens()).sum(),
                completionTokens,
                Latencies.of(answers),
                Latencies.of(
                        answers.stream().filter(one -> !one.request().picture()).toList()),
                Latencies.of(
                        answers.stream().filter(one -> one.request().picture()).toList()));
    }

    private static int count(Round round, Predicate<Outcome> which) {
        return (int) round.outcomes().stream().filter(which).count();
    }
}
