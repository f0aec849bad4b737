package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.run.Scheduler.Part;
import io.belvedere.engine.run.Scheduler.Step;
import io.belvedere.engine.sampling.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final int BLOCK_TOKENS = 4;
    private static final ImageKey KEY = new ImageKey("a".repeat(64));

    private final BlockPool pool = new BlockPool(8, BLOCK_TOKENS);
    private int nextToken;

    @AfterEach
    void everyBlockIsAccountedFor() {
        pool.checkIntegrity();
    }

    @Test
    void promptsAreTakenInOldestFirst() {
        Scheduler scheduler = new Scheduler(pool, 4);
        Sequence first = add(scheduler, "", 10);
        Sequence second = add(scheduler, "", 6);
        assertThat(scheduler.next(12).parts()).containsExactly(new Part(first, 10), new Part(second, 2));
    }

    @Test
    void everyAnswerHasAPartInEachStep() {
        Scheduler scheduler = new Scheduler(pool, 4);
        Sequence first = add(scheduler, "", 3);
        run(scheduler, 100);
        Sequence second = add(scheduler, "", 9);
        assertThat(scheduler.next(5).parts()).containsExactly(new Part(first, 1), new Part(second, 5));
    }

    @Test
    void callersTakeTurns() {
        Scheduler scheduler = new Scheduler(pool, 2);
        add(scheduler, "greedy", 4);
        add(scheduler, "greedy", 4);
        Sequence modest = add(scheduler, "modest", 4);
        assertThat(scheduler.next(100).parts()).hasSize(2).contains(new Part(modest, 4));
    }

    /** As long as its caller has something running; a caller who has nothing waits for nobody's end. */
    @Test
    void nobodyIsPassedOverForEver() {
        Scheduler scheduler = new Scheduler(new BlockPool(100, BLOCK_TOKENS), 4);
        add(scheduler, "greedy", 4);
        add(scheduler, "greedy", 4);
        add(scheduler, "other", 4);
        scheduler.next(0);
        Sequence patient = add(scheduler, "greedy", 4);
        for (int round = 0; round < 20; round++) {
            Sequence other = add(scheduler, "other", 4);
            scheduler.next(0);
            if (patient.isRunning()) {
                assertThat(round).isEqualTo(8);
                return;
            }
            scheduler.end(other);
        }
        throw new AssertionError("never its turn");
    }

    @Test
    void whoHasNothingRunningTakesAPlaceFromWhoHasMost() {
        Scheduler scheduler = new Scheduler(pool, 3);
        Sequence one = add(scheduler, "one", 4);
        Sequence first = add(scheduler, "greedy", 4);
        Sequence second = add(scheduler, "greedy", 4);
        run(scheduler, 100);
        Sequence third = add(scheduler, "greedy", 4);
        Sequence modest = add(scheduler, "modest", 4);
        assertThat(scheduler.next(100).parts())
                .containsExactlyInAnyOrder(new Part(one, 1), new Part(first, 1), new Part(modest, 4));
        Sequence last = add(scheduler, "last", 4);
        assertThat(scheduler.next(100).parts()).hasSize(3);
        assertThat(last.isRunning()).as("each has one by now").isFalse();
        scheduler.end(last);
        scheduler.end(modest);
        scheduler.next(100);
        assertThat(second.isRunning()).as("before those that never ran").isTrue();
        assertThat(third.isRunning()).isFalse();
    }

    @Test
    void whoHasNothingRunningTakesBlocksFromWhoHasMost() {
        Scheduler scheduler = new Scheduler(pool, 8);
        List<Sequence> greedy = List.of(add(scheduler, "greedy", 10), add(scheduler, "greedy", 10));
        run(scheduler, 100);
        Sequence modest = add(scheduler, "modest", 12);
        assertThat(scheduler.next(100).parts()).contains(new Part(modest, 12));
        assertThat(greedy).extracting(Sequence::isRunning).containsExactly(true, false);
    }

    /** Else the caller who has least would lose it again and again. */
    @Test
    void anAnswerThatGrowsTakesBlocksFromWhoHasMost() {
        Scheduler scheduler = new Scheduler(pool, 8);
        Sequence first = add(scheduler, "greedy", 10);
        Sequence second = add(scheduler, "greedy", 6);
        run(scheduler, 100);
        Sequence modest = add(scheduler, "modest", 3);
        while (scheduler.preemptions() == 0) {
            run(scheduler, 100);
        }
        assertThat(List.of(first, second, modest))
                .extracting(Sequence::isRunning)
                .containsExactly(true, false, true);
    }

    @Test
    void callersShareThePromptTokensOfAStepEvenly() {
        Scheduler scheduler = new Scheduler(new BlockPool(100, BLOCK_TOKENS), 8);
        Sequence first = add(scheduler, "greedy", 100);
        add(scheduler, "greedy", 100);
        Sequence other = add(scheduler, "other", 100);
        Sequence small = add(scheduler, "modest", 5);
        assertThat(scheduler.next(45).parts())
                .containsExactlyInAnyOrder(new Part(small, 5), new Part(first, 20), new Part(other, 20));
    }

    @Test
    void everyCallersPictureIsWanted() {
        Scheduler scheduler = new Scheduler(new BlockPool(100, BLOCK_TOKENS), 8);
        Sequence first = addPicture(scheduler, "greedy", KEY, 4);
        addPicture(scheduler, "greedy", new ImageKey("b".repeat(64)), 4);
        Sequence modest = addPicture(scheduler, "modest", new ImageKey("c".repeat(64)), 4);
        assertThat(scheduler.next(100).wanted())
                .containsExactly(new Scheduler.Wanted(first, 0), new Scheduler.Wanted(modest, 0));
    }

    @Test
    void knowsWhoseAnswersAPromptKeepsWaiting() {
        Scheduler scheduler = new Scheduler(pool, 8);
        Sequence answer = add(scheduler, "modest", 3);
        run(scheduler, 100);
        assertThat(scheduler.delaysOthers()).isFalse();
        add(scheduler, "modest", 3);
        scheduler.next(0);
        assertThat(scheduler.delaysOthers()).as("its own").isFalse();
        Sequence prompt = add(scheduler, "greedy", 3);
        scheduler.next(0);
        assertThat(scheduler.delaysOthers()).as("has more running").isFalse();
        add(scheduler, "greedy", 3);
        scheduler.next(0);
        assertThat(scheduler.delaysOthers()).isTrue();
        scheduler.end(answer);
        assertThat(scheduler.delaysOthers()).isFalse();
        scheduler.end(prompt);
    }

    @Test
    void theYoungestMakesRoomAndComesBackFirst() {
        Scheduler scheduler = new Scheduler(pool, 4);
        Sequence first = add(scheduler, "", 12);
        Sequence second = add(scheduler, "", 15);
        while (scheduler.preemptions() == 0) {
            run(scheduler, 100);
        }
        assertThat(first.isRunning()).isTrue();
        assertThat(second.isRunning()).isFalse();
        Sequence third = add(scheduler, "", 1);
        assertThat(scheduler.waiting()).isEqualTo(2);
        scheduler.end(first);
        run(scheduler, 100);
        assertThat(second.isRunning()).isTrue();
        scheduler.end(second);
        scheduler.end(third);
        assertThat(pool.usedBlocks()).isZero();
    }

    @Test
    void aPromptGoesAsFarAsItsPicture() {
        Scheduler scheduler = new Scheduler(pool, 4);
        PromptPlan plan = new PromptPlan(
                new int[12],
                Positions.counted(3, 12),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(5, 4, 0, false)))));
        Sequence sequence = sequence(plan, List.of(Assignment.Picture.toEncode(KEY, () -> 16)), "");
        scheduler.add(sequence);
        Step step = scheduler.next(100);
        assertThat(step.parts()).containsExactly(new Part(sequence, 5));
        assertThat(step.wanted()).contains(new Scheduler.Wanted(sequence, 0));
        sequence.commit(5, pool);
        sequence.give(KEY, new ImageFeatures(4, 1, 1, new float[4]));
        assertThat(scheduler.next(100)).satisfies(next -> {
            assertThat(next.parts()).containsExactly(new Part(sequence, 7));
            assertThat(next.wanted()).isEmpty();
        });
    }

    @Test
    void promptsBehindAPictureGoOnAtHalfThePace() {
        Scheduler scheduler = new Scheduler(pool, 4);
        PromptPlan plan = new PromptPlan(
                new int[6],
                Positions.counted(3, 6),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(0, 4, 0, false)))));
        Sequence picture = sequence(plan, List.of(Assignment.Picture.toEncode(KEY, () -> 16)), "");
        scheduler.add(picture);
        Sequence text = add(scheduler, "", 10);
        Step step = scheduler.next(8);
        assertThat(step.wanted()).contains(new Scheduler.Wanted(picture, 0));
        assertThat(step.parts()).containsExactly(new Part(text, 4));
        assertThat(step.takesPrompts()).isTrue();
    }

    @Test
    void whatIsBeingComputedIsWaitedForAndThenShared() {
        BlockPool large = new BlockPool(16, BLOCK_TOKENS);
        Scheduler scheduler = new Scheduler(large, 4);
        int[] tokens = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        Sequence first = sequence(plan(tokens), List.of(), "");
        Sequence twin = sequence(plan(tokens), List.of(), "");
        Sequence stranger = sequence(plan(tokens), List.of(), "someone else");
        List.of(first, twin, stranger).forEach(scheduler::add);
        assertThat(scheduler.next(6).parts()).containsExactly(new Part(first, 3), new Part(stranger, 3));
        assertThat(twin.isRunning()).isFalse();
        assertThat(stranger.isRunning()).isTrue();
        first.commit(10, large);
        first.append(11);
        assertThat(scheduler.next(100).parts()).contains(new Part(twin, 2));
        assertThat(large.usedBlocks()).isEqualTo(3 + 1 + 3);
        List.of(first, twin, stranger).forEach(scheduler::end);
        assertThat(large.usedBlocks()).isZero();
        large.checkIntegrity();
    }

    @Test
    void aTwinGoesAheadWhereTheOtherLeaves() {
        Scheduler scheduler = new Scheduler(pool, 4);
        int[] tokens = {1, 2, 3, 4, 5, 6};
        Sequence first = sequence(plan(tokens), List.of(), "");
        Sequence twin = sequence(plan(tokens), List.of(), "");
        scheduler.add(first);
        scheduler.add(twin);
        scheduler.next(2);
        scheduler.end(first);
        assertThat(scheduler.next(100).parts()).containsExactly(new Part(twin, 6));
        scheduler.end(twin);
    }

    /** A prompt of 6 tokens that begins with a picture of so many patches. */
    private static Sequence addPicture(Scheduler scheduler, String caller, ImageKey key, int patches) {
        PromptPlan plan = new PromptPlan(
                new int[6],
                Positions.counted(3, 6),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(0, 4, 0, false)))));
        Sequence sequence = sequence(plan, List.of(Assignment.Picture.toEncode(key, () -> patches)), caller);
        scheduler.add(sequence);
        return sequence;
    }

    private static PromptPlan plan(int[] tokens) {
        return new PromptPlan(tokens, Positions.counted(3, tokens.length), List.of());
    }

    /** Computes a step, and chooses a token where one is due. */
    private void run(Scheduler scheduler, int promptTokens) {
        for (Part part : scheduler.next(promptTokens).parts()) {
            part.sequence().commit(part.tokens(), pool);
            if (part.sequence().pending() == 0) {
                part.sequence().append(nextToken++ % 50);
            }
        }
    }

    private Sequence add(Scheduler scheduler, String caller, int promptTokens) {
        int[] tokens = new int[promptTokens];
        Arrays.setAll(tokens, _ -> nextToken++ % 50);
        PromptPlan plan = new PromptPlan(tokens, Positions.counted(3, promptTokens), List.of());
        Sequence sequence = sequence(plan, List.of(), caller);
        scheduler.add(sequence);
        return sequence;
    }

    private static Sequence sequence(PromptPlan plan, List<Assignment.Picture> pictures, String caller) {
        GenerationDefaults defaults = new GenerationDefaults(0, 0, 1, 0, 1, Set.of());
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, defaults, 50, plan.tokens());
        Assignment assignment = new Assignment(
                plan, pictures, sampler, Set.of(), 1_000, caller, "", () -> {}, () -> {}, Deadline.none());
        return new Sequence(assignment, new AnswerInbox(1).channels().getFirst(), BLOCK_TOKENS);
    }
}
