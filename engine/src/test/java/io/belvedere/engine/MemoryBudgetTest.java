package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.run.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryBudgetTest {
    @Test
    void aRequestWaitsUntilThereIsRoom() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        Runnable first = budget.take(8_000, Deadline.NONE);
        CountDownLatch waiting = new CountDownLatch(1);
        Thread second = Thread.startVirtualThread(() -> {
            try {
                budget.take(8_000, Deadline.NONE);
                waiting.countDown();
            } catch (InterruptedException | OverdueException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(waiting.getCount()).isEqualTo(1);
        first.run();
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatTakesMoreThanAllIsLetInAlone() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        budget.take(1 << 30, Deadline.NONE).run();
        budget.take(10_000, Deadline.NONE).run();
    }

    @Test
    void givingBackTwiceIsGivingBackOnce() throws Exception {
        MemoryBudget budget = new MemoryBudget(3 * 1024);
        Runnable taken = budget.take(1024, Deadline.NONE);
        taken.run();
        taken.run();
        budget.take(3 * 1024, Deadline.NONE);
        Thread more = Thread.startVirtualThread(() -> {
            try {
                budget.take(1024, Deadline.NONE);
            } catch (InterruptedException | OverdueException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (more.getState() != Thread.State.TIMED_WAITING) {
            assertThat(more.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        more.interrupt();
        more.join();
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck")
    void whoNeedsNothingWaitsForNobody() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        Runnable all = budget.take(10_000, Deadline.NONE);
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                budget.take(1, Deadline.NONE).run();
            } catch (InterruptedException | OverdueException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        budget.take(0, Deadline.in(Optional.of(Duration.ZERO))).run();
        all.run();
        waiting.join();
    }

    @Test
    void nobodyWaitsBeyondItsDeadline() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        Runnable first = budget.take(8_000, Deadline.NONE);
        Deadline soon = Deadline.in(Optional.of(Duration.ofMillis(1)));
        assertThatThrownBy(() -> budget.take(8_000, soon)).isInstanceOf(OverdueException.class);
        first.run();
        budget.take(10_000, Deadline.NONE).run();
    }

    @Test
    void ofSeveralHoldersTheLastGivesBack() {
        AtomicInteger given = new AtomicInteger();
        List<Runnable> holders = MemoryBudget.shared(given::incrementAndGet, 3);
        holders.get(0).run();
        holders.get(0).run();
        holders.get(2).run();
        assertThat(given).hasValue(0);
        holders.get(1).run();
        holders.get(1).run();
        assertThat(given).hasValue(1);
    }
}
