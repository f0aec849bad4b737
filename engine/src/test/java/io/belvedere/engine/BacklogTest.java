package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
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
        Runnable leave = backlog.enter(2, 10, 10);
        assertThat(refusal(backlog, 2, 10, 10).message()).isEqualTo("All 3 places for answers are taken.");
        leave.run();
        backlog.enter(2, 10, 10);
    }

    @Test
    void refusesMoreTokensThanItMayTakeOn() throws Exception {
        Backlog backlog = new Backlog(100, 1_000, () -> SOME_DONE);
        Runnable leave = backlog.enter(1, 600, 1_000);
        assertThat(backlog.tokens()).isEqualTo(650);
        ChatFailure.Overloaded refusal = refusal(backlog, 1, 900, 20);
        assertThat(refusal.message())
                .isEqualTo(
                        "The requests taken on come to 650 tokens, and this one to 920; at most 1,000 are taken on at a time.");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(6)); // 570 tokens too many
        backlog.enter(1, 330, 20);
        leave.run();
        backlog.enter(1, 600, 20);
    }

    @Test
    void takesOneOnThatIsLargerThanAllWhenNothingGoesOn() throws Exception {
        Backlog backlog = new Backlog(100, 1_000, () -> NOTHING_DONE);
        backlog.enter(1, 5_000, 10).run();
        assertThat(backlog.tokens()).isZero();
    }

    @Test
    void countsThePromptOfSeveralAnswersOnce() throws Exception {
        Backlog backlog = new Backlog(100, 1_000_000, () -> SOME_DONE);
        Runnable leave = backlog.enter(4, 400, 1_000);
        assertThat(backlog.tokens()).isEqualTo(400 + 4 * 50);
        leave.run();
        assertThat(backlog.tokens()).isEqualTo(450);
    }

    @Test
    void saysWhenToTryAgainWithinReason() throws Exception {
        Backlog slow = new Backlog(1, 1_000_000, () -> stats(10_000_000_000L, 5, 5, 1));
        slow.enter(1, 100_000, 10);
        assertThat(refusal(slow, 1, 10, 10).retryAfter()).isEqualTo(Duration.ofSeconds(120));
        Backlog unknown = new Backlog(1, 1_000_000, () -> NOTHING_DONE);
        unknown.enter(1, 10, 10);
        assertThat(refusal(unknown, 1, 10, 10).retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatCanNeverBeIsTheRequestsFault() {
        Backlog backlog = new Backlog(3, 1_000, () -> NOTHING_DONE);
        assertThat(catchThrowableOfType(ChatException.class, () -> backlog.enter(4, 10, 10))
                        .failure())
                .isEqualTo(new ChatFailure.Invalid(
                        "'n' must be at most 3 here, the number of answers that the server takes on; given 4.", "n"));
    }

    private static ChatFailure.Overloaded refusal(Backlog backlog, int answers, int prompt, int limit) {
        return (ChatFailure.Overloaded)
                catchThrowableOfType(ChatException.class, () -> backlog.enter(answers, prompt, limit))
                        .failure();
    }

    private static RunStats stats(long nanos, long promptTokens, long answerTokens, long answers) {
        return new RunStats(0, 0, 0, 0, 0, 0, 0, 0, 0, nanos, promptTokens, answerTokens, answers, 0, 0, 0);
    }
}
