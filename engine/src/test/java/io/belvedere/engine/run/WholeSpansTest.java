package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.PromptPlan.Span;
import io.belvedere.engine.run.Scheduler.Part;
import io.belvedere.engine.run.Scheduler.Step;
import io.belvedere.engine.run.Scheduler.Wanted;
import io.belvedere.engine.sampling.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An image in several places of a prompt, and tokens that must not be cut apart. */
class WholeSpansTest {
    private static final int BLOCK_TOKENS = 4;
    private static final int PROMPT = 16;
    private static final ImageKey KEY = new ImageKey("0".repeat(64));

    private final BlockPool pool = new BlockPool(16, BLOCK_TOKENS);
    private final Scheduler scheduler = new Scheduler(pool, 4);

    @Test
    void aStepEndsBeforeASpanThatItCanNotTakeWholeAndTheNextBeginsWithAllOfIt() {
        Sequence sequence = add("", new Span(3, 6, 0, true));
        computes(5, new Part(sequence, 3));
        computes(4, new Part(sequence, 6));
        computes(4, new Part(sequence, 4));
    }

    @Test
    void aSpanThatMayBeCutIsCut() {
        Sequence sequence = add("", new Span(3, 6, 0, false));
        computes(5, new Part(sequence, 5));
        computes(4, new Part(sequence, 4));
    }

    @Test
    void whatFitsIsTakenWithWhatIsBeforeAndBehind() {
        Sequence sequence = add("", new Span(3, 3, 0, true), new Span(6, 3, 3, true));
        computes(8, new Part(sequence, 6));
        computes(5, new Part(sequence, 5));
    }

    @Test
    void oneCallersSpanTakesNothingFromOthersShares() {
        Sequence whole = add("one", new Span(0, 6, 0, true));
        Sequence text = add("two");
        assertThat(scheduler.next(4).parts()).containsExactly(new Part(text, 2), new Part(whole, 6));
    }

    @Test
    void aStepIsExceededByOneSpanAtMost() {
        Sequence one = add("one", new Span(0, 6, 0, true));
        Sequence two = add("two", new Span(0, 6, 0, true));
        computes(4, new Part(one, 6));
        assertThat(scheduler.next(4).parts()).containsExactlyInAnyOrder(new Part(one, 2), new Part(two, 6));
    }

    @Test
    void noSpanIsTakenInAStepThatTakesNoPrompts() {
        add("", new Span(0, 6, 0, true));
        assertThat(scheduler.next(0).parts()).isEmpty();
    }

    @Test
    void anImageIsWaitedForWhereItsFirstSpanBegins() {
        PromptPlan plan = plan(new Span(2, 2, 2, true), new Span(8, 2, 0, true));
        Sequence sequence = sequence("", plan, Assignment.Picture.toEncode(KEY, () -> 4));
        scheduler.add(sequence);
        Step step = scheduler.next(100);
        assertThat(step.parts()).containsExactly(new Part(sequence, 2));
        assertThat(step.wanted()).containsExactly(new Wanted(sequence, 0));
        sequence.commit(2, pool);
        assertThat(scheduler.next(1).parts()).isEmpty();
        sequence.give(KEY, features(4));
        assertThat(scheduler.next(1).parts()).containsExactly(new Part(sequence, 2));
    }

    @Test
    void rowsStandWhereThePlanPutsThem() {
        ImageFeatures features = features(4);
        PromptPlan plan = plan(new Span(2, 3, 1, false), new Span(8, 1, 0, false));
        Sequence sequence = sequence("", plan, Assignment.Picture.known(KEY, features));
        scheduler.add(sequence);
        computes(4, new Part(sequence, 4));
        assertThat(sequence.slice(8).images())
                .containsExactly(
                        new ForwardBatch.ImageRows(features, 3, 0, 1), new ForwardBatch.ImageRows(features, 0, 4, 1));
    }

    @Test
    void whatIsFoundComputedIsUsedUpToWhereItMayBeCut() {
        assertThat(foundOfTheSame(new Span(5, 6, 0, false))).isEqualTo(12);
        assertThat(foundOfTheSame(new Span(5, 7, 0, true))).isEqualTo(12);
        assertThat(foundOfTheSame(new Span(9, 6, 0, true))).isEqualTo(8);
        assertThat(foundOfTheSame(new Span(7, 3, 0, true), new Span(10, 5, 3, true)))
                .isEqualTo(4);
    }

    /** Tokens that a prompt need not compute after another of the same; its last block is never looked for. */
    private int foundOfTheSame(Span... spans) {
        Sequence first = add("caller " + Arrays.toString(spans), spans);
        computes(100, new Part(first, PROMPT));
        scheduler.end(first);
        Sequence second = add("caller " + Arrays.toString(spans), spans);
        int computed = scheduler.next(100).parts().getFirst().tokens();
        scheduler.end(second);
        pool.checkIntegrity();
        return PROMPT - computed;
    }

    @Test
    void anEncoderThatMakesOtherRowsThanThePlanHasPlacesForIsNamed() {
        PromptPlan plan = plan(new Span(2, 3, 1, false), new Span(8, 1, 0, false));
        assertThatThrownBy(() -> sequence("", plan, Assignment.Picture.known(KEY, features(5))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the family planned 4 tokens for image 0, shown at 56x56, and its encoder made 5 rows of it:"
                                + " its plan and its patches disagree");
        Sequence sequence = sequence("", plan, Assignment.Picture.toEncode(KEY, () -> 4));
        assertThatThrownBy(() -> sequence.give(KEY, features(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("planned 4 tokens for image 0")
                .hasMessageContaining("made 3 rows");
    }

    /** The next step is that part alone, and is computed. */
    private void computes(int promptTokens, Part part) {
        assertThat(scheduler.next(promptTokens).parts()).containsExactly(part);
        part.sequence().commit(part.tokens(), pool);
    }

    private Sequence add(String caller, Span... spans) {
        int rows = Arrays.stream(spans).mapToInt(Span::count).sum();
        Sequence sequence = spans.length == 0
                ? sequence(caller, plan())
                : sequence(caller, plan(spans), Assignment.Picture.known(KEY, features(rows)));
        scheduler.add(sequence);
        return sequence;
    }

    private static ImageFeatures features(int rows) {
        return new ImageFeatures(rows, 1, 1, new float[rows]);
    }

    private static PromptPlan plan(Span... spans) {
        PromptPlan.Image image = new PromptPlan.Image(new ImageSize(56, 56), 1_000, List.of(spans));
        return new PromptPlan(new int[PROMPT], Positions.counted(1, PROMPT), List.of(image));
    }

    private static PromptPlan plan() {
        return new PromptPlan(new int[PROMPT], Positions.counted(1, PROMPT), List.of());
    }

    private static Sequence sequence(String caller, PromptPlan plan, Assignment.Picture... pictures) {
        GenerationDefaults defaults = new GenerationDefaults(0, 0, 1, 0, 1, Set.of());
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, defaults, 50, plan.tokens());
        Assignment assignment = new Assignment(
                plan, List.of(pictures), sampler, Set.of(), 8, caller, "", () -> {}, () -> {}, Deadline.none());
        return new Sequence(assignment, new AnswerInbox(1).channels().getFirst(), BLOCK_TOKENS);
    }
}
