package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatchBudgetTest {
    @Test
    void aRequestWaitsUntilThereIsRoom() throws Exception {
        PatchBudget budget = new PatchBudget(10_000);
        Runnable first = budget.take(8_000);
        CountDownLatch waiting = new CountDownLatch(1);
        Thread second = Thread.startVirtualThread(() -> {
            try {
                budget.take(8_000);
                waiting.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(waiting.getCount()).isEqualTo(1);
        first.run();
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatTakesMoreThanAllIsLetInAlone() throws Exception {
        PatchBudget budget = new PatchBudget(10_000);
        budget.take(1 << 30).run();
        budget.take(10_000).run();
    }

    @Test
    void givingBackTwiceIsGivingBackOnce() throws Exception {
        PatchBudget budget = new PatchBudget(3 * 1024);
        Runnable taken = budget.take(1024);
        taken.run();
        taken.run();
        budget.take(3 * 1024);
        Thread more = Thread.startVirtualThread(() -> {
            try {
                budget.take(1024);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (more.getState() != Thread.State.WAITING) {
            assertThat(more.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        more.interrupt();
        more.join();
    }
}
