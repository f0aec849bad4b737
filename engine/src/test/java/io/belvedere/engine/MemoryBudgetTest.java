package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        Runnable first = budget.take("a", 8_000, Deadline.none());
        CountDownLatch waiting = new CountDownLatch(1);
        Thread second = Thread.startVirtualThread(() -> {
            try {
                budget.take("a", 8_000, Deadline.none());
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
        budget.take("a", 1 << 30, Deadline.none()).run();
        budget.take("a", 10_000, Deadline.none()).run();
    }

    @Test
    void givingBackTwiceIsGivingBackOnce() throws Exception {
        MemoryBudget budget = new MemoryBudget(3 * 1024);
        Runnable taken = budget.take("a", 1024, Deadline.none());
        taken.run();
        taken.run();
        budget.take("a", 3 * 1024, Deadline.none());
        Thread more = Thread.startVirtualThread(() -> {
            try {
                budget.take("a", 1024, Deadline.none());
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
        Runnable all = budget.take("a", 10_000, Deadline.none());
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                budget.take("a", 1, Deadline.none()).run();
            } catch (InterruptedException | OverdueException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        budget.take("a", 0, Deadline.in(Duration.ZERO)).run();
        all.run();
        waiting.join();
    }

    @Test
    void nobodyWaitsBeyondItsDeadline() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        Runnable first = budget.take("a", 8_000, Deadline.none());
        Deadline soon = Deadline.in(Duration.ofMillis(1));
        assertThatThrownBy(() -> budget.take("a", 8_000, soon)).isInstanceOf(OverdueException.class);
        first.run();
        budget.take("a", 10_000, Deadline.none()).run();
    }

    @Test
    void whoFillsItKeepsNobodysSmallPictureOut() throws Exception {
        MemoryBudget budget = new MemoryBudget(16_000);
        Runnable all = budget.take("greedy", 16_000, Deadline.none());
        Deadline now = Deadline.in(Duration.ZERO);
        assertThatThrownBy(() -> budget.take("greedy", 1, now)).isInstanceOf(OverdueException.class);
        assertThatThrownBy(() -> budget.take("modest", 2_001, now)).isInstanceOf(OverdueException.class);
        Runnable small = budget.take("modest", 2_000, Deadline.none());
        assertThatThrownBy(() -> budget.take("modest", 1, now)).isInstanceOf(OverdueException.class);
        assertThatThrownBy(() -> budget.take("third", 1, now)).isInstanceOf(OverdueException.class);
        small.run();
        budget.take("third", 2_000, Deadline.none()).run();
        all.run();
        budget.take("greedy", 16_000, Deadline.none()).run();
        budget.take("greedy", 16_000, Deadline.none());
    }

    /** The flooder's line is no line for others: they go before all that wait in it. */
    @Test
    void whoHoldsLeastIsNextWhereverItStands() throws Exception {
        MemoryBudget budget = new MemoryBudget(10_000);
        Runnable first = budget.take("greedy", 5_000, Deadline.none());
        Runnable second = budget.take("greedy", 5_000, Deadline.none());
        Queue<String> entered = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (String caller : List.of("greedy", "greedy", "greedy", "modest")) {
            Thread thread = Thread.startVirtualThread(() -> {
                try {
                    Runnable giveBack = budget.take(caller, 5_000, Deadline.none());
                    entered.add(caller);
                    giveBack.run();
                } catch (InterruptedException | OverdueException e) {
                    Thread.currentThread().interrupt();
                }
            });
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            waiting.add(thread);
        }
        first.run();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(entered).containsExactly("modest", "greedy", "greedy", "greedy");
        second.run();
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
