package io.belvedere.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.PromptPlan.Span;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PromptPlanTest {
    private static final ImageSize SIZE = new ImageSize(56, 56);

    @Test
    void anImageMayStandInSeveralPlacesInAnyOrderOfItsRows() {
        PromptPlan plan =
                plan(20, image(new Span(2, 3, 4, true), new Span(7, 4, 0, false)), image(new Span(11, 1, 0, true)));
        assertThat(plan.imageTokens()).isEqualTo(8);
        assertThat(plan.images().getFirst().tokens()).isEqualTo(7);
        assertThat(plan.longestWhole()).isEqualTo(3);
        assertThat(plan(20, image(new Span(2, 3, 0, false))).longestWhole()).isZero();
    }

    @Test
    void eachRowStandsInOnePlace() {
        assertRefused(
                "row 3 of an image is in no span or in two",
                () -> image(new Span(2, 3, 0, true), new Span(7, 4, 2, true)));
        assertRefused(
                "row 3 of an image is in no span or in two",
                () -> image(new Span(2, 3, 0, true), new Span(7, 4, 4, true)));
        assertRefused("an image that stands nowhere", () -> image());
        assertRefused("given 2, 0, 0", () -> new Span(2, 0, 0, true));
    }

    @Test
    void spansAscendOverThePrompt() {
        assertRefused(
                "behind images that end at 6",
                () -> plan(20, image(new Span(2, 4, 0, true)), image(new Span(5, 1, 0, true))));
        assertRefused(
                "behind images that end at 9", () -> plan(20, image(new Span(8, 1, 0, true), new Span(2, 1, 1, true))));
        assertRefused("in a prompt of 20 tokens", () -> plan(20, image(new Span(18, 3, 0, true))));
    }

    @Test
    void everyTokenHasAPosition() {
        assertRefused(
                "20 tokens, positions of 19", () -> new PromptPlan(new int[20], Positions.counted(2, 19), List.of()));
        assertRefused("different numbers of tokens", () -> new Positions(new int[][] {{0, 1}, {0}}, 2));
        assertThat(Positions.counted(2, 3).of(1, 5)).isDeepEqualTo(new int[][] {{1, 2, 3, 4}, {1, 2, 3, 4}});
        assertThat(new Positions(new int[][] {{0, 0, 7}}, 9).of(2, 5)).isDeepEqualTo(new int[][] {{7, 9, 10}});
    }

    private static PromptPlan plan(int tokens, PromptPlan.Image... images) {
        return new PromptPlan(new int[tokens], Positions.counted(1, tokens), Arrays.asList(images));
    }

    private static PromptPlan.Image image(Span... spans) {
        return new PromptPlan.Image(SIZE, 1_000, Arrays.asList(spans));
    }

    private static void assertRefused(String message, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
