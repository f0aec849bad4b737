package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Progress;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.Backend;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.sampling.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineLoopTest {
    private static final int SLICE = 100;
    private static final int BLOCK_TOKENS = 16;
    private static final int BLOCKS = 100;
    private static final ImageKey KEY = new ImageKey("0".repeat(64));

    private final CountingModel model = new CountingModel();
    private final Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open();
    private final ImageCache images = ImageCache.inMemory(1 << 20);
    private final AtomicInteger ended = new AtomicInteger();
    private final EngineLoop loop = new EngineLoop(
            model,
            new LoopMemory(
                    backend.kvPages(new KvShape(1, 1, 2, BLOCK_TOKENS, KvType.F32), BLOCKS),
                    backend.workspace(Trace.NONE),
                    backend.workspace(Trace.NONE),
                    backend.workspace(Trace.NONE)),
            new LoopLimits(Duration.ofHours(1), SLICE, 2),
            images);

    @AfterEach
    void close() {
        loop.close();
        backend.close();
    }

    @Test
    void answersUntilTheModelEndsItsTurn() throws InterruptedException {
        List<Output> outputs = drain(offer(prompt(96), 50));
        assertThat(tokens(outputs)).containsExactly(97, 98, 99);
        assertThat(outputs.getLast()).isEqualTo(new Output.Ended(FinishReason.STOP));
    }

    @Test
    void answersUpToTheLimit() throws InterruptedException {
        List<Output> outputs = drain(offer(prompt(10), 3));
        assertThat(tokens(outputs)).containsExactly(11, 12, 13);
        assertThat(outputs.getLast()).isEqualTo(new Output.Ended(FinishReason.LENGTH));
    }

    @Test
    void takesALongPromptInSlicesAndThenTokenByToken() throws InterruptedException {
        drain(offer(IntStream.rangeClosed(1, 250).map(i -> 5).toArray(), 3));
        assertThat(model.passes).containsExactly(Pace.FIRST_TOKENS, 100, 86, 1, 1);
        assertThat(model.slices).extracting(ForwardBatch.Slice::logitRows).containsExactly(0, 0, 1, 1, 1);
        assertThat(model.slices).extracting(ForwardBatch.Slice::start).containsExactly(0, 64, 164, 250, 251);
    }

    @Test
    void aPictureCutByASliceKeepsItsRowsInPlace() throws InterruptedException {
        int[] tokens = new int[150];
        PromptPlan plan = new PromptPlan(
                tokens,
                Positions.counted(3, 150),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(62, 4, 0, false)))));
        ImageFeatures features = new ImageFeatures(4, 1, 1, new float[] {1, 2, 3, 4});
        drain(offer(plan, List.of(Assignment.Picture.known(KEY, features)), 1, () -> {}));
        assertThat(model.slices.get(0).images())
                .singleElement()
                .satisfies(rows -> assertThat(List.of(rows.from(), rows.row(), rows.count()))
                        .containsExactly(0, 62, 2));
        assertThat(model.slices.get(1).images())
                .singleElement()
                .satisfies(rows -> assertThat(List.of(rows.from(), rows.row(), rows.count()))
                        .containsExactly(2, 0, 2));
    }

    @Test
    void sequencesShareEachPass() throws InterruptedException {
        model.steps.drainPermits();
        AnswerInbox first = offer(prompt(10), 4);
        AnswerInbox second = offer(prompt(50), 4);
        model.steps.release(1000);
        assertThat(tokens(drain(first))).containsExactly(11, 12, 13, 14);
        assertThat(tokens(drain(second))).containsExactly(51, 52, 53, 54);
        assertThat(model.passes).contains(2);
    }

    /** Whatever the slices take, the answer has as much time again, and so at least a step. */
    @Test
    void anotherCallersPromptTakesAtMostEverySecondStepOfAnAnswer() throws InterruptedException {
        model.steps.drainPermits();
        AnswerInbox answer = offer("modest", prompt(1), 60);
        model.steps.release(1);
        answer.take(); // that it has begun
        answer.take(); // its first token: the next pass waits
        AnswerInbox prompt = offer("greedy", IntStream.range(0, 500).map(i -> 5).toArray(), 1);
        model.steps.release(1000);
        assertThat(tokens(drain(answer))).hasSize(59);
        drain(prompt);
        List<Integer> passes = List.copyOf(model.passes);
        assertThat(passes).filteredOn(rows -> rows > 2).hasSizeGreaterThan(4);
        for (int i = 1; i < 60; i++) { // each gives the answer a token; then the prompt may have all
            assertThat(Math.min(passes.get(i - 1), passes.get(i)))
                    .as("%s, at %d", passes, i)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aPromptThatWasComputedBeforeIsFound() throws InterruptedException {
        int[] prompt = IntStream.range(0, 70).map(i -> i % 50).toArray();
        drain(offer(prompt, 1));
        List<Output> again = drain(offer(prompt, 1));
        assertThat(again.getLast()).isEqualTo(new Output.Ended(FinishReason.LENGTH));
        assertThat(model.passes.getLast()).isEqualTo(6);
    }

    @Test
    void onePictureOfTwoRequestsIsEncodedOnce() throws InterruptedException {
        model.endlessPictures = true;
        AnswerInbox one = offerPicture();
        AnswerInbox two = offerPicture();
        model.encoding.await();
        model.endlessPictures = false;
        assertThat(tokens(drain(one))).isEqualTo(tokens(drain(two)));
        assertThat(model.encodings).hasValue(1);
    }

    @Test
    void aPictureThatFailsEndsItsRequestOnce() throws InterruptedException {
        model.brokenPictures = true;
        PromptPlan plan = new PromptPlan(
                new int[20],
                Positions.counted(3, 20),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(10, 4, 0, false)))));
        AnswerInbox failed = offer(plan, List.of(() -> 16), 1);
        assertThat(drain(failed))
                .containsExactly(
                        new Output.Begun(0),
                        new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
        assertThat(ended).hasValue(2);
    }

    @Test
    void anEncoderThatMakesOtherRowsThanPlannedFailsItsRequestAlone() throws InterruptedException {
        PromptPlan plan = new PromptPlan(
                new int[20],
                Positions.counted(3, 20),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(10, 5, 0, false)))));
        assertThat(drain(offer(plan, List.of(() -> 16), 1)).getLast())
                .isEqualTo(new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
        assertThat(images.find(KEY)).isEmpty();
        images.put(KEY, new ImageFeatures(4, 1, 1, new float[4])); // encoded for another request meanwhile
        assertThat(drain(offer(plan, List.of(() -> 16), 1)).getLast()).isInstanceOf(Output.Broken.class);
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void answersGoOnWhileAPictureIsEncoded() throws InterruptedException {
        model.endlessPictures = true;
        AnswerInbox picture = offerPicture();
        model.encoding.await();
        picture.cancel();
        assertThat(tokens(drain(offer(prompt(10), 3)))).containsExactly(11, 12, 13);
    }

    @Test
    void aCancelledSequenceEndsAndTheNextOneRuns() throws InterruptedException {
        model.steps.drainPermits();
        AnswerInbox running = offer(prompt(10), 1000);
        AnswerInbox waiting = offer(prompt(20), 1000);
        running.cancel();
        waiting.cancel();
        model.steps.release(1000);
        assertThat(drain(running).getLast()).isInstanceOf(Output.Ended.class);
        assertThat(tokens(drain(waiting))).isEmpty();
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void aCancelledPictureIsNotEncodedToItsEnd() throws InterruptedException {
        model.endlessPictures = true;
        AnswerInbox picture = offerPicture();
        model.encoding.await();
        picture.cancel();
        assertThat(drain(picture)).containsExactly(new Output.Begun(0), new Output.Ended(FinishReason.STOP));
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void closingDoesNotWaitForAPicture() throws InterruptedException {
        model.endlessPictures = true;
        AnswerInbox picture = offerPicture();
        model.encoding.await();
        loop.close();
        assertThat(drain(picture).getLast()).isInstanceOf(Output.Broken.class);
    }

    @Test
    void refusesASequenceThatCanNeverFit() {
        int room = BLOCKS * BLOCK_TOKENS;
        assertThatThrownBy(() -> offer(prompt(10), room))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining((room + 1) + " tokens")
                .hasMessageContaining("room for " + room);
    }

    @Test
    void aFailureStaysWithItsRequest() throws InterruptedException {
        List<Output> failed = drain(offer(prompt(CountingModel.POISON), 5));
        // nothing of the inside is told
        assertThat(failed)
                .containsExactly(
                        new Output.Begun(0),
                        new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void closingFailsWhatIsLeftAndRefusesMore() throws InterruptedException {
        Output broken = new Output.Broken(new ChatFailure.Internal("The server is shutting down."));
        model.steps.drainPermits();
        AnswerInbox running = offer(prompt(10), 1000);
        AnswerInbox waiting = offer(prompt(20), 1000);
        model.steps.release(3);
        assertThat(running.take().output()).isEqualTo(new Output.Begun(0));
        assertThat(running.take().output()).isEqualTo(new Output.Token(11, null));
        loop.close();
        assertThat(drain(running).getLast()).isEqualTo(broken);
        assertThat(drain(waiting).getLast()).isEqualTo(broken);
        assertThat(loop.add(List.of())).isFalse();
        assertThat(loop.hasEnded()).isTrue();
    }

    @Test
    void tellsHowFarEachPromptIs() throws InterruptedException {
        model.endlessPictures = true;
        AnswerInbox encoded = offerPicture();
        model.encoding.await();
        AnswerInbox second = offer(prompt(10), 1);
        AnswerInbox third = offer(prompt(11), 1);
        assertThat(progress(encoded)).contains(new Progress.Encoding(0, 1, 0));
        assertThat(progress(second)).as("nobody looked at it yet").isEmpty();
        model.endlessPictures = false;
        assertThat(tokens(drain(third))).containsExactly(12);
        drain(encoded);
        drain(second);
        assertThat(progress(encoded)).isEmpty();
        assertThat(progress(third)).isEmpty();
    }

    @Test
    @Timeout(60)
    void tellsWhoWaitsAndWhatWasRead() throws InterruptedException {
        model.steps.drainPermits();
        AnswerInbox first = offer(IntStream.range(0, 150).map(i -> 5).toArray(), 1);
        AnswerInbox second = offer(IntStream.range(0, 40).map(i -> 6).toArray(), 1);
        AnswerInbox third = offer(prompt(7), 1);
        AnswerInbox fourth = offer(prompt(8), 1);
        model.steps.release(1); // one pass for two prompts: 64 tokens of the first, or what it is given
        Map<AnswerInbox, Progress> expected = Map.of(
                first, new Progress.Reading(Pace.FIRST_TOKENS, 150),
                second, new Progress.Reading(0, 40),
                third, new Progress.Waiting(0),
                fourth, new Progress.Waiting(1));
        while (!expected.entrySet().stream()
                .allMatch(each -> progress(each.getKey()).equals(Optional.of(each.getValue())))) {
            Thread.onSpinWait();
        }
        model.steps.release(1000);
        for (AnswerInbox inbox : List.of(first, second, third, fourth)) {
            drain(inbox);
            assertThat(progress(inbox)).isEmpty();
        }
    }

    private static Optional<Progress> progress(AnswerInbox inbox) {
        return inbox.channels().getFirst().progress();
    }

    private AnswerInbox offerPicture() {
        PromptPlan plan = new PromptPlan(
                new int[4],
                Positions.counted(3, 4),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(0, 4, 0, false)))));
        return offer(plan, List.of(() -> 16), 1);
    }

    private AnswerInbox offer(int[] prompt, int maxTokens) {
        return offer(plan(prompt), List.of(), maxTokens);
    }

    private AnswerInbox offer(String caller, int[] prompt, int maxTokens) {
        return offer(caller, plan(prompt), List.of(), maxTokens, ended::incrementAndGet);
    }

    private AnswerInbox offer(PromptPlan plan, List<Patches> patches, int maxTokens) {
        return offer(
                plan,
                patches.stream()
                        .map(one -> Assignment.Picture.toEncode(KEY, one))
                        .toList(),
                maxTokens,
                ended::incrementAndGet);
    }

    private AnswerInbox offer(PromptPlan plan, List<Assignment.Picture> pictures, int maxTokens, Runnable ended) {
        return offer("", plan, pictures, maxTokens, ended);
    }

    private AnswerInbox offer(
            String caller, PromptPlan plan, List<Assignment.Picture> pictures, int maxTokens, Runnable ended) {
        AnswerInbox inbox = new AnswerInbox(1);
        Assignment assignment = new Assignment(
                plan,
                pictures,
                new Sampler(SamplingOptions.GREEDY, model.defaults(), CountingModel.TOKENS, plan.tokens()),
                model.defaults().stopTokens(),
                maxTokens,
                caller,
                "",
                () -> {},
                ended,
                Deadline.none());
        Sequence sequence = new Sequence(assignment, inbox.channels().getFirst(), BLOCK_TOKENS);
        assertThat(loop.add(List.of(sequence))).isTrue();
        return inbox;
    }

    private static int[] prompt(int... tokens) {
        return tokens;
    }

    private static PromptPlan plan(int[] tokens) {
        return new PromptPlan(tokens, Positions.counted(3, tokens.length), List.of());
    }

    private static List<Output> drain(AnswerInbox inbox) throws InterruptedException {
        List<Output> outputs = new ArrayList<>();
        do {
            outputs.add(inbox.take().output());
        } while (!(outputs.getLast() instanceof Output.Ended || outputs.getLast() instanceof Output.Broken));
        return outputs;
    }

    private static List<Integer> tokens(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Token.class::isInstance)
                .map(output -> ((Output.Token) output).id())
                .toList();
    }
}
