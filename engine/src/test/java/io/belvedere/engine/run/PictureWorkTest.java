package io.belvedere.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.Backend;
import io.belvedere.compute.Trace;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.run.Scheduler.Wanted;
import io.belvedere.engine.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each picture takes {@link CountingModel#PICTURE_PARTS} parts, of which each step computes one. */
class PictureWorkTest {
    private final CountingModel model = new CountingModel();
    private final Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open();
    private final PictureWork work =
            new PictureWork(model, backend.workspace(Trace.NONE), backend.workspace(Trace.NONE));

    @AfterEach
    void close() {
        backend.close();
    }

    /** What is worked on in so many steps; what is complete is wanted no more. */
    private List<Wanted> steps(int count, List<Wanted> wanted) {
        List<Wanted> left = new ArrayList<>(wanted);
        List<Wanted> worked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Wanted next = work.next(left).orElseThrow();
            worked.add(next);
            work.advance(next, () -> false).ifPresent(encoded -> left.remove(next));
        }
        return worked;
    }

    @Test
    void aSmallPictureOvertakesALargeOneOfAnotherCaller() {
        Wanted large = wanted("greedy", "a", 100);
        work.advance(work.next(List.of(large)).orElseThrow(), () -> false);
        Wanted small = wanted("modest", "b", 50);
        assertThat(steps(3, List.of(large, small))).containsExactly(small, large, small);
        assertThat(work.holds(large.key())).isTrue();
        assertThat(work.holds(small.key())).isTrue();
        assertThat(model.encodings).as("none was begun again").hasValue(2);
    }

    @Test
    void whatIsNotMuchSmallerWaits() {
        Wanted large = wanted("greedy", "a", 100);
        work.advance(work.next(List.of(large)).orElseThrow(), () -> false);
        assertThat(steps(2, List.of(large, wanted("modest", "b", 51)))).containsExactly(large, large);
    }

    @Test
    void onlyOneOvertakes() {
        Wanted large = wanted("greedy", "a", 100);
        work.advance(work.next(List.of(large)).orElseThrow(), () -> false);
        Wanted small = wanted("modest", "c", 10);
        Wanted third = wanted("third", "d", 1);
        assertThat(steps(4, List.of(large, small, third))).containsExactly(small, large, small, large);
    }

    @Test
    void callersTakeTurns() {
        Wanted modest = wanted("modest", "b", 100);
        steps(CountingModel.PICTURE_PARTS, List.of(wanted("greedy", "a", 100), modest));
        assertThat(work.next(List.of(wanted("greedy", "c", 100), modest))).contains(modest);
    }

    @Test
    void whatNobodyWaitsForIsLetGo() {
        Wanted large = wanted("greedy", "a", 100);
        work.advance(work.next(List.of(large)).orElseThrow(), () -> false);
        assertThat(work.done(large.key())).isPositive();
        assertThat(work.next(List.of())).isEmpty();
        assertThat(work.holds(large.key())).isFalse();
        assertThat(work.done(large.key())).isZero();
    }

    private static Wanted wanted(String caller, String key, int patches) {
        PromptPlan plan = new PromptPlan(
                new int[4],
                Positions.counted(3, 4),
                List.of(new PromptPlan.Image(
                        new ImageSize(56, 56), 1_000, List.of(new PromptPlan.Span(0, 4, 0, false)))));
        Assignment assignment = new Assignment(
                plan,
                List.of(Assignment.Picture.toEncode(new ImageKey(key.repeat(64)), () -> patches)),
                new Sampler(
                        SamplingOptions.GREEDY, new CountingModel().defaults(), CountingModel.TOKENS, plan.tokens()),
                Set.of(),
                1,
                caller,
                "",
                () -> {},
                () -> {},
                Deadline.none());
        return new Wanted(new Sequence(assignment, new AnswerInbox(1).channels().getFirst(), 16), 0);
    }
}
