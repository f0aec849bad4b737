package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.qwen25vl.PromptPositions.Cells;
import io.belvedere.engine.text.PromptTokens;
import io.belvedere.engine.text.PromptTokens.ImageRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptPositionsTest {
    @Test
    void aPictureStandsStillInTimeAndTextGoesOnBehindItsLongerSide() {
        PromptTokens prompt = new PromptTokens(new int[13], List.of(new ImageRange(0, 4, 6, 0)));
        PromptPlan plan = PromptPositions.plan(prompt, List.of(new Cells(2, 3, 28)), count -> 0);
        assertThat(plan.positions().ofPrompt()[0]).containsExactly(0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 7, 8, 9);
        assertThat(plan.positions().ofPrompt()[1]).containsExactly(0, 1, 2, 3, 4, 4, 4, 5, 5, 5, 7, 8, 9);
        assertThat(plan.positions().ofPrompt()[2]).containsExactly(0, 1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9);
        assertThat(plan.positions().next()).isEqualTo(10);
        assertThat(plan.images().getFirst().shown()).isEqualTo(new ImageSize(84, 56));
        assertThat(plan.imageTokens()).isEqualTo(6);
    }

    @Test
    void twoPicturesFollowOneAnother() {
        PromptTokens prompt =
                new PromptTokens(new int[57], List.of(new ImageRange(0, 2, 45, 0), new ImageRange(1, 50, 4, 0)));
        PromptPlan plan = PromptPositions.plan(prompt, List.of(new Cells(5, 9, 28), new Cells(2, 2, 28)), count -> 0);
        assertThat(plan.positions().ofPrompt()[0][46]).isEqualTo(2);
        assertThat(plan.positions().ofPrompt()[1][46]).isEqualTo(6);
        assertThat(plan.positions().ofPrompt()[2][46]).isEqualTo(10);
        assertThat(plan.positions().ofPrompt()[0][47]).isEqualTo(11);
        assertThat(plan.positions().next()).isEqualTo(19);
    }

    @Test
    void slicesReachBeyondThePrompt() {
        PromptTokens prompt = new PromptTokens(new int[13], List.of(new ImageRange(0, 4, 6, 0)));
        PromptPlan plan = PromptPositions.plan(prompt, List.of(new Cells(2, 3, 28)), count -> 0);
        int[][] part = plan.positions().of(8, 15);
        assertThat(part[0]).containsExactly(4, 4, 7, 8, 9, 10, 11);
        assertThat(part[2]).containsExactly(5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void textAloneCounts() {
        PromptPlan plan = PromptPositions.plan(new PromptTokens(new int[4], List.of()), List.of(), count -> 0);
        assertThat(plan.positions().ofPrompt()[1]).containsExactly(0, 1, 2, 3);
        assertThat(plan.positions().next()).isEqualTo(4);
    }
}
