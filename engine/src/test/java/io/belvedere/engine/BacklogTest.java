package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.engine.run.RunStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final RunStats NOTHING_DONE = stats(0, 0, 0, 0);

    /** 100 tokens a second, and answers of 50. */
    private static final RunStats SOME_DONE = stats(10_000_000_000L, 500, 500, 10);

    @Test
    void refusesMoreAnswersThanItHasPlacesFor() throws Exception {
        Backlog backlog = new Backlog(3, 1_000_000, () -> NOTHING_DONE);
        Runnable leave = backlog.enter("one", 2, 10, 10);
        assertThat(refusal(backlog, 2, 10, 10).message()).isEqualTo("All 3 places for answers are taken.");
        leave.run();
        backlog.enter("one", 2, 10, 10);
    }

    @Test
    void refusesMoreTokensThanItMayTakeOn() throws Exception {
        Backlog backlog = new Backlog(100, 1_000, () -> SOME_DONE);
        Runnable leave = backlog.enter("one", 1, 600, 1_000);
        assertThat(backlog.tokens()).isEqualTo(650);
        ChatFailure.Overloaded refusal = refusal(backlog, 1, 900, 20);
        assertThat(refusal.message())
                .isEqualTo(
                        "The requests taken on come to 650 tokens, and this one to 920; at most 1,000 are taken on at a time.");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(6)); // 570 tokens too many
        backlog.enter("another", 1, 330, 20);
        leave.run();
        backlog.enter("one", 1, 600, 20);
    }

    @Test
    void theLastQuarterIsKeptForCallersWhoHoldFew() throws Exception {
        Backlog backlog = new Backlog(32, 1_000_000, () -> NOTHING_DONE);
        for (int i = 0; i < 24; i++) {
            backlog.enter("greedy", 1, 10, 10);
        }
        assertThat(refusal(backlog, "greedy", 1, 10, 10).message())
                .isEqualTo("24 of 32 places for answers are taken; the others are kept for callers who hold few.");
        assertThatThrownBy(() -> backlog.requireRoom("greedy")).isInstanceOf(ChatException.class);
        backlog.requireRoom("modest");
        backlog.enter("modest", 1, 10, 10);
        backlog.enter("modest", 1, 10, 10);
        assertThat(refusal(backlog, "modest", 1, 10, 10).message()).startsWith("26 of 32 places");
        backlog.enter("with many answers", 6, 10, 10);
        assertThat(refusal(backlog, "late", 1, 10, 10).message()).isEqualTo("All 32 places for answers are taken.");
    }

    @Test
    void theLastQuarterOfTheTokensIsKeptToo() throws Exception {
        Backlog backlog = new Backlog(100, 1_600, () -> SOME_DONE);
        backlog.enter("greedy", 1, 1_100, 50);
        assertThat(refusal(backlog, "greedy", 1, 50, 20).message())
                .isEqualTo(
                        "The requests taken on come to 1,150 tokens, and this one to 70; at most 1,200 are taken on at"
                                + " a time, and some more for callers who hold few.");
        backlog.enter("modest", 1, 30, 20);
        backlog.enter("modest", 1, 30, 20);
        backlog.enter("large", 1, 330, 20);
    }

    @Test
    void whoEndsHoldsNothing() throws Exception {
        Backlog backlog = new Backlog(4, 1_000_000, () -> NOTHING_DONE);
        Runnable leave = backlog.enter("greedy", 3, 10, 10);
        for (int i = 0; i < 3; i++) {
            leave.run();
        }
        backlog.enter("modest", 3, 10, 10);
        backlog.enter("greedy", 1, 10, 10);
    }

    @Test
    void takesOneOnThatIsLargerThanAllWhenNothingGoesOn() throws Exception {
        Backlog backlog = new Backlog(100, 1_000, () -> NOTHING_DONE);
        backlog.enter("one", 1, 5_000, 10).run();
        assertThat(backlog.tokens()).isZero();
    }

    @Test
    void countsThePromptOfSeveralAnswersOnce() throws Exception {
        Backlog backlog = new Backlog(100, 1_000_000, () -> SOME_DONE);
        Runnable leave = backlog.enter("one", 4, 400, 1_000);
        assertThat(backlog.tokens()).isEqualTo(400 + 4 * 50);
        leave.run();
        assertThat(backlog.tokens()).isEqualTo(450);
    }

    @Test
    void saysWhenToTryAgainWithinReason() throws Exception {
        Backlog slow = new Backlog(1, 1_000_000, () -> stats(10_000_000_000L, 5, 5, 1));
        slow.enter("one", 1, 100_000, 10);
        assertThat(refusal(slow, 1, 10, 10).retryAfter()).isEqualTo(Duration.ofSeconds(120));
        Backlog unknown = new Backlog(1, 1_000_000, () -> NOTHING_DONE);
        unknown.enter("one", 1, 10, 10);
        assertThat(refusal(unknown, 1, 10, 10).retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatCanNeverBeIsTheRequestsFault() {
        Backlog backlog = new Backlog(3, 1_000, () -> NOTHING_DONE);
        assertThat(catchThrowableOfType(ChatException.class, () -> backlog.enter("one", 4, 10, 10))
                        .failure())
                .isEqualTo(new ChatFailure.Invalid(
                        "'n' must be at most 3 here, the number of answers that the server takes on; given 4.", "n"));
    }

    private static ChatFailure.Overloaded refusal(Backlog backlog, int answers, int prompt, int limit) {
        return refusal(backlog, "another", answers, prompt, limit);
    }

    private static ChatFailure.Overloaded refusal(Backlog backlog, String caller, int answers, int prompt, int limit) {
        return (ChatFailure.Overloaded)
                catchThrowableOfType(ChatException.class, () -> backlog.enter(caller, answers, prompt, limit))
                        .failure();
    }

    private static RunStats stats(long nanos, long promptTokens, long answerTokens, long answers) {
        return new RunStats(0, 0, 0, 0, 0, 0, 0, 0, 0, nanos, promptTokens, answerTokens, answers, 0, 0, 0);
    }
}
