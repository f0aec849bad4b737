package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.KvShape;
import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.cpu.CpuBackend;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.PromptPlan.ImageSpan;
import io.belvedere.engine.run.TokenChannel.Output;
import io.belvedere.engine.sampling.LogProbs;
import io.belvedere.engine.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineLoopTest {
    private static final int SLICE = 100;
    private static final int MAX_SEQUENCES = 2;
    private static final int BLOCK_TOKENS = 16;
    private static final int BLOCKS = 100;

    private final CountingModel model = new CountingModel();
    private final CpuBackend backend = CpuBackend.create(KernelSetting.SCALAR, 1);
    private final EngineLoop loop = new EngineLoop(
            model,
            backend.kvPages(new KvShape(1, 1, 2, BLOCK_TOKENS, KvType.F32), BLOCKS),
            backend.workspace(Trace.NONE),
            SLICE,
            MAX_SEQUENCES);

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
    void anAnswerThatRepeatsItselfWithoutEndIsEnded() throws InterruptedException {
        SamplingOptions.Builder sevens = SamplingOptions.builder().logitBias(7, 100);
        List<Output> outputs = drain(offer(sevens.build(), 1_000));
        assertThat(outputs.getLast()).isEqualTo(new Output.Ended(FinishReason.REPETITION));
        assertThat(tokens(outputs)).hasSizeLessThan(400).containsOnly(7);
        List<Output> wanted = drain(offer(sevens.stopOnRepetition(false).build(), 1_000));
        assertThat(wanted.getLast()).isEqualTo(new Output.Ended(FinishReason.LENGTH));
        assertThat(tokens(wanted)).hasSize(1_000);
    }

    @Test
    void tellsLogProbsIfAsked() throws InterruptedException {
        List<Output> outputs = drain(offer(SamplingOptions.builder().logprobs(2).build(), 1));
        assertThat(outputs.getFirst()).isInstanceOfSatisfying(Output.Token.class, token -> {
            LogProbs told = Objects.requireNonNull(token.logProbs());
            assertThat(told.topTokens()).containsExactly(11, 0);
            assertThat(told.logProb()).isEqualTo(told.topLogProbs()[0]);
        });
    }

    @Test
    void takesALongPromptInSlicesAndThenTokenByToken() throws InterruptedException {
        drain(offer(IntStream.rangeClosed(1, 250).map(i -> 5).toArray(), 3));
        assertThat(model.passes).containsExactly(100, 100, 50, 1, 1);
        assertThat(model.slices).extracting(ForwardBatch.Slice::logitRows).containsExactly(0, 0, 1, 1, 1);
        assertThat(model.slices).extracting(ForwardBatch.Slice::start).containsExactly(0, 100, 200, 250, 251);
    }

    @Test
    void aPictureCutByASliceKeepsItsRowsInPlace() throws InterruptedException {
        int[] tokens = new int[150];
        PromptPlan plan = new PromptPlan(tokens, new int[3][150], 150, List.of(new ImageSpan(98, 4)));
        drain(offer(plan, List.of(new Patches(4, 4, 1, new float[16])), 1));
        assertThat(model.slices.get(0).images())
                .singleElement()
                .satisfies(rows -> assertThat(List.of(rows.from(), rows.row(), rows.count()))
                        .containsExactly(0, 98, 2));
        assertThat(model.slices.get(1).images())
                .singleElement()
                .satisfies(rows -> assertThat(List.of(rows.from(), rows.row(), rows.count()))
                        .containsExactly(2, 0, 2));
    }

    @Test
    void sequencesRunOneAfterAnotherInOrder() throws InterruptedException {
        TokenChannel first = offer(prompt(10), 2);
        TokenChannel second = offer(prompt(50), 2);
        assertThat(tokens(drain(first))).containsExactly(11, 12);
        assertThat(tokens(drain(second))).containsExactly(51, 52);
    }

    @Test
    void refusesMoreThanItsPlaces() throws InterruptedException {
        model.steps.drainPermits();
        TokenChannel first = offer(prompt(10), 1);
        TokenChannel second = offer(prompt(20), 1);
        assertThat(loop.offer(sequence(plan(prompt(30)), List.of(), 1, new TokenChannel())))
                .isFalse();
        model.steps.release(1000);
        drain(first);
        drain(second);
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void aCancelledSequenceEndsAndTheNextOneRuns() throws InterruptedException {
        model.steps.drainPermits();
        TokenChannel running = offer(prompt(10), 1000);
        TokenChannel waiting = offer(prompt(20), 1000);
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
        TokenChannel picture = offerPicture();
        model.encoding.await();
        picture.cancel();
        assertThat(drain(picture)).containsExactly(new Output.Ended(FinishReason.STOP));
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void closingDoesNotWaitForAPicture() throws InterruptedException {
        model.endlessPictures = true;
        TokenChannel picture = offerPicture();
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
                .containsExactly(new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
        assertThat(tokens(drain(offer(prompt(30), 1)))).containsExactly(31);
    }

    @Test
    void closingFailsWhatIsLeftAndRefusesMore() throws InterruptedException {
        Output broken = new Output.Broken(new ChatFailure.Internal("The server is shutting down."));
        model.steps.drainPermits();
        TokenChannel running = offer(prompt(10), 1000);
        TokenChannel waiting = offer(prompt(20), 1000);
        model.steps.release(3);
        assertThat(running.take()).isEqualTo(new Output.Token(11, null));
        loop.close();
        assertThat(drain(running).getLast()).isEqualTo(broken);
        assertThat(drain(waiting)).containsExactly(broken);
        assertThat(loop.offer(sequence(plan(prompt(30)), List.of(), 1, new TokenChannel())))
                .isFalse();
    }

    private TokenChannel offerPicture() {
        PromptPlan plan = new PromptPlan(new int[4], new int[3][4], 4, List.of(new ImageSpan(0, 4)));
        return offer(plan, List.of(new Patches(4, 4, 1, new float[16])), 1);
    }

    private TokenChannel offer(SamplingOptions options, int maxTokens) {
        TokenChannel channel = new TokenChannel();
        assertThat(loop.offer(sequence(plan(prompt(10)), List.of(), options, maxTokens, channel)))
                .isTrue();
        return channel;
    }

    private TokenChannel offer(int[] prompt, int maxTokens) {
        return offer(plan(prompt), List.of(), maxTokens);
    }

    private TokenChannel offer(PromptPlan plan, List<Patches> patches, int maxTokens) {
        TokenChannel channel = new TokenChannel();
        assertThat(loop.offer(sequence(plan, patches, maxTokens, channel))).isTrue();
        return channel;
    }

    private Sequence sequence(PromptPlan plan, List<Patches> patches, int maxTokens, TokenChannel channel) {
        return sequence(plan, patches, SamplingOptions.GREEDY, maxTokens, channel);
    }

    private Sequence sequence(
            PromptPlan plan, List<Patches> patches, SamplingOptions options, int maxTokens, TokenChannel channel) {
        Sampler sampler = new Sampler(options, model.defaults(), CountingModel.TOKENS, plan.tokens());
        return new Sequence(plan, patches, sampler, model.defaults().stopTokens(), maxTokens, channel);
    }

    private static int[] prompt(int... tokens) {
        return tokens;
    }

    private static PromptPlan plan(int[] tokens) {
        return new PromptPlan(tokens, new int[3][tokens.length], tokens.length, List.of());
    }

    private static List<Output> drain(TokenChannel channel) throws InterruptedException {
        List<Output> outputs = new ArrayList<>();
        do {
            outputs.add(channel.take());
        } while (outputs.getLast() instanceof Output.Token);
        return outputs;
    }

    private static List<Integer> tokens(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Token.class::isInstance)
                .map(output -> ((Output.Token) output).id())
                .toList();
    }
}
