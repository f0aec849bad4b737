package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Message;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.chat.Usage;
import io.belvedere.engine.TinyEngine.Answer;
import io.belvedere.engine.run.RunStats;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What sharing an engine must not change, and what it must give back. */
@Timeout(120)
class ServingTest {
    private static final String LONG = "Tell me of the sea, the wind and the ships that sail on it. ".repeat(4);

    @Test
    void manyAtOnceAnswerAsEachAlone() throws Exception {
        List<ChatRequest> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Message> messages = i % 3 == 0
                    ? TinyEngine.about(TinyEngine.picture(0x204060 * i), "What is this?")
                    : TinyEngine.text(LONG.substring(i * 3));
            requests.add(sampled(messages, 8 + i, i, "caller " + i % 4));
        }
        List<Answer> alone = new ArrayList<>();
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(512, 64, 2048))) {
            for (ChatRequest request : requests) {
                alone.add(TinyEngine.ask(engine, request));
            }
        }
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(16, 64, 2048))) {
            assertThat(texts(atOnce(engine, requests))).isEqualTo(texts(alone));
            assertNothingIsHeld(engine);
        }
        // room for about two at a time: the younger have to give their blocks up
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(16, 64, TinyEngine.CONTEXT))) {
            assertThat(texts(atOnce(engine, requests))).isEqualTo(texts(alone));
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void anAnswerThatHadToMakeRoomGoesOnUndisturbed() throws Exception {
        ChatRequest first = sampled(TinyEngine.text("One."), 300, 1, "");
        ChatRequest second = sampled(TinyEngine.text("Two."), 300, 2, "");
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(16, 64, TinyEngine.CONTEXT))) {
            Answer alone = TinyEngine.ask(engine, second);
            assertThat(engine.stats().run().preemptions()).isZero();
            List<Answer> both = atOnce(engine, List.of(first, second));
            assertThat(both.get(1).text()).isEqualTo(alone.text());
            assertThat(engine.stats().run().preemptions()).isPositive();
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void aSecondQuestionAboutAPictureComputesOnlyItself() throws Exception {
        byte[] picture = TinyEngine.picture(0x336699);
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            Answer first = TinyEngine.ask(engine, greedy(TinyEngine.about(picture, LONG), ""));
            long encoded = engine.stats().run().pictures();
            Answer again = TinyEngine.ask(engine, greedy(TinyEngine.about(picture, LONG), ""));
            assertThat(first.usage().cachedTokens()).isZero();
            assertThat(again.usage().cachedTokens())
                    .isPositive()
                    .isLessThan(again.usage().promptTokens());
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(engine.stats().run().pictures()).isEqualTo(encoded).isEqualTo(1);
        }
    }

    @Test
    void anotherCallerIsNotHelpedAndAnotherPictureSharesNothing() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            ChatRequest request = greedy(TinyEngine.about(TinyEngine.picture(0x336699), LONG), "a");
            TinyEngine.ask(engine, request);
            ChatRequest another = greedy(request.messages(), "b");
            assertThat(TinyEngine.ask(engine, another).usage().cachedTokens()).isZero();
            ChatRequest other = request.withMessages(TinyEngine.about(TinyEngine.picture(0x336698), LONG));
            Answer answer = TinyEngine.ask(engine, other);
            // the words before the picture are the same, and fewer than a block
            assertThat(answer.usage().cachedTokens()).isZero();
            assertThat(engine.stats().run().pictures()).isEqualTo(2);
        }
    }

    /** All but the second are shown in the same size, so that their blocks would fit each other. */
    @Test
    void anotherRangeOfPixelsSharesNothing() throws Exception {
        byte[] picture = TinyEngine.picture(0x336699);
        List<PixelRange> ranges = List.of(
                new PixelRange(3_136, 12_544),
                new PixelRange(3_136, 6_272),
                new PixelRange(3_136, 20_000),
                new PixelRange(12_544, 20_000));
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            for (int i = 0; i < ranges.size(); i++) {
                ChatRequest request = greedy(TinyEngine.about(picture, ranges.get(i), LONG), "");
                assertThat(TinyEngine.ask(engine, request).usage().cachedTokens())
                        .isZero();
                assertThat(engine.stats().run().pictures()).isEqualTo(i + 1);
            }
            ChatRequest again = greedy(TinyEngine.about(picture, ranges.getFirst(), LONG), "");
            assertThat(TinyEngine.ask(engine, again).usage().cachedTokens()).isPositive();
            assertThat(engine.stats().run().pictures()).isEqualTo(ranges.size());
        }
    }

    /** What a request leaves open, and a range that only names the server's limits, are one reading. */
    @Test
    void rangesThatTheLimitsMakeEqualShare() throws Exception {
        byte[] picture = TinyEngine.picture(0x336699);
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            TinyEngine.ask(engine, greedy(TinyEngine.about(picture, LONG), ""));
            PixelRange limits = engine.card().pixels();
            TinyEngine.ask(engine, greedy(TinyEngine.about(picture, limits, LONG), ""));
            assertThat(engine.stats().run().pictures()).isEqualTo(1);
        }
    }

    @Test
    void whoLeavesGivesEverythingBackAtEachStage() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(16, 64, 2048))) {
            for (int events = 0; events < 4; events++) {
                List<Completion> left = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Completion completion = engine.submit(
                            greedy(TinyEngine.about(TinyEngine.picture(events * 100 + i), LONG), "caller " + i));
                    for (int event = 0; event < events; event++) {
                        completion.next();
                    }
                    left.add(completion);
                }
                left.forEach(Completion::close);
            }
            TinyEngine.ask(engine, greedy(TinyEngine.text("Hello!"), ""));
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void anAnswerWhoseTimeIsOverEndsWithWhatItHas() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            ChatRequest request = TinyEngine.overdue(sampled(TinyEngine.text("Hello!"), 400, 1, ""));
            Answer answer = TinyEngine.ask(engine, request);
            assertThat(answer.reason()).isEqualTo(FinishReason.TIME_LIMIT);
            assertThat(answer.usage().completionTokens()).isLessThan(400);
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void anotherSaltOfTheSameCallerIsNotHelped() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            ChatRequest request = greedy(TinyEngine.text(LONG), "a");
            TinyEngine.ask(engine, request);
            assertThat(TinyEngine.ask(engine, request).usage().cachedTokens()).isPositive();
            ChatRequest salted = TinyEngine.salted(request, "someone");
            assertThat(TinyEngine.ask(engine, salted).usage().cachedTokens()).isZero();
            assertThat(TinyEngine.ask(engine, salted).usage().cachedTokens()).isPositive();
        }
    }

    @Test
    void severalAnswersShareThePromptAndDifferBySeed() throws Exception {
        ChatRequest one = sampled(TinyEngine.about(TinyEngine.picture(0x123456), LONG), 10, 7, "a");
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            List<String> alone = new ArrayList<>();
            for (int choice = 0; choice < 4; choice++) {
                ChatRequest request = sampled(one.messages(), 10, 7 + choice, "b" + choice);
                alone.add(TinyEngine.ask(engine, request).text());
            }
            RunStats before = engine.stats().run();
            List<String> together = new ArrayList<>();
            Usage usage = TinyEngine.askForSeveral(engine, TinyEngine.times(one, 4), together);
            RunStats after = engine.stats().run();
            assertThat(together).isEqualTo(alone).doesNotHaveDuplicates();
            assertThat(usage.completionTokens()).isEqualTo(40);
            assertThat(usage.cachedTokens()).isZero();
            long computed = after.promptTokens() - before.promptTokens();
            int most = usage.promptTokens() + 3 * LocalEngine.BLOCK_TOKENS;
            assertThat(computed).isBetween((long) usage.promptTokens(), (long) most);
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void aStopStringEndsOneAnswerOfSeveral() throws Exception {
        ChatRequest request = TinyEngine.times(sampled(TinyEngine.text(LONG), 40, 3, ""), 3);
        List<String> whole = new ArrayList<>();
        List<String> stopped = new ArrayList<>();
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            TinyEngine.askForSeveral(engine, request, whole);
            String stop = whole.get(1).substring(10, 14);
            TinyEngine.askForSeveral(engine, TinyEngine.until(request, stop), stopped);
            for (int choice = 0; choice < 3; choice++) {
                int end = whole.get(choice).indexOf(stop);
                assertThat(stopped.get(choice))
                        .isEqualTo(
                                end < 0 ? whole.get(choice) : whole.get(choice).substring(0, end));
            }
            assertNothingIsHeld(engine);
        }
    }

    @Test
    void whoLeavesWithSeveralAnswersGivesEverythingBack() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(16, 8, 2048))) {
            ChatRequest request =
                    TinyEngine.times(sampled(TinyEngine.about(TinyEngine.picture(0x345678), LONG), 100, 7, "a"), 8);
            for (int events = 0; events < 6; events++) {
                try (Completion completion = engine.submit(request)) {
                    for (int event = 0; event < events; event++) {
                        completion.next();
                    }
                }
                assertNothingIsHeld(engine);
            }
        }
    }

    private static List<Answer> atOnce(LocalEngine engine, List<ChatRequest> requests) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (ChatRequest request : requests) {
                asked.add(threads.submit(() -> TinyEngine.ask(engine, request)));
            }
            for (Future<Answer> answer : asked) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    /** Once the loop has come round. */
    private static void assertNothingIsHeld(LocalEngine engine) {
        RunStats stats = engine.stats().run();
        while (stats.running() + stats.waiting() > 0 || engine.stats().tokensTakenOn() > 0) {
            Thread.onSpinWait();
            stats = engine.stats().run();
        }
        assertThat(stats.blocksUsed()).isZero();
        assertThat(stats.blocksFree() + stats.blocksCached()).isEqualTo(stats.blocks());
    }

    private static List<String> texts(List<Answer> answers) {
        return answers.stream().map(Answer::text).toList();
    }

    private static ChatRequest greedy(List<Message> messages, String caller) {
        return new ChatRequest(
                messages, SamplingOptions.GREEDY, OptionalInt.of(12), 1, List.of(), caller, "", Deadline.none());
    }

    private static ChatRequest sampled(List<Message> messages, int tokens, long seed, String caller) {
        SamplingOptions options = SamplingOptions.builder()
                .temperature(1.2)
                .topK(0)
                .topP(0.98)
                .seed(seed)
                .minTokens(tokens)
                .stopOnRepetition(false)
                .build();
        return new ChatRequest(messages, options, OptionalInt.of(tokens), 1, List.of(), caller, "", Deadline.none());
    }
}
