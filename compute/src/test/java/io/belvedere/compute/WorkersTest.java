package io.belvedere.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyIndexRunsOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(tasks, 1));
                workers.run(tasks, (worker, index) -> {
                    assertThat(worker).isBetween(0, threads - 1);
                    runs.incrementAndGet(index);
                });
                for (int i = 0; i < tasks; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void rangesCoverEveryIndexOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(tasks, 1));
                workers.runRanges(tasks, (worker, from, to) -> {
                    assertThat(from).isLessThan(to);
                    for (int index = from; index < to; index++) {
                        runs.incrementAndGet(index);
                    }
                });
                for (int i = 0; i < tasks; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void manyShortLoopsNeitherLoseNorRepeatATask() {
        try (Workers workers = new Workers(4)) {
            long[] sums = new long[4 * 16];
            long expected = 0;
            for (int loop = 0; loop < 50_000; loop++) {
                int tasks = 2 + loop % 5;
                int weight = loop;
                workers.run(tasks, (worker, index) -> sums[16 * worker] += (long) weight * (index + 1));
                expected += (long) weight * tasks * (tasks + 1) / 2;
            }
            assertThat(sums[0] + sums[16] + sums[32] + sums[48]).isEqualTo(expected);
        }
    }

    @Test
    void manyShortLoopsOfRangesNeitherLoseNorRepeatATask() {
        try (Workers workers = new Workers(3)) {
            long[] sums = new long[3 * 16];
            long expected = 0;
            for (int loop = 0; loop < 50_000; loop++) {
                int tasks = 2 + loop % 40;
                workers.runRanges(tasks, (worker, from, to) -> {
                    for (int index = from; index < to; index++) {
                        sums[16 * worker] += index + 1;
                    }
                });
                expected += (long) tasks * (tasks + 1) / 2;
            }
            assertThat(sums[0] + sums[16] + sums[32]).isEqualTo(expected);
        }
    }

    @Test
    void writesOfTheTasksAreSeenByTheCallerAndTheNextLoop() {
        try (Workers workers = new Workers(3)) {
            int[] values = new int[64];
            for (int loop = 0; loop < 2_000; loop++) {
                int shift = loop;
                workers.run(values.length, (worker, index) -> values[(index + shift) % 64]++);
            }
            assertThat(values).containsOnly(2_000);
        }
    }

    @Test
    void aThreadKeepsItsIndexAndNoTwoShareOne() throws InterruptedException {
        try (Workers workers = new Workers(3)) {
            Set<String> pairs = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(3);
            workers.run(3, (worker, index) -> {
                pairs.add(worker + " " + Thread.currentThread().threadId());
                all.countDown();
                awaitQuietly(all);
            });
            assertThat(pairs).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFailureReachesTheCallerOnceNoTaskRuns(int threads) {
        try (Workers workers = new Workers(threads)) {
            AtomicInteger inside = new AtomicInteger();
            for (int round = 0; round < 200; round++) {
                assertThatThrownBy(() -> workers.run(64, (worker, index) -> {
                            inside.incrementAndGet();
                            try {
                                if (index == 5) {
                                    throw new IllegalArgumentException("task five");
                                }
                                Thread.onSpinWait();
                            } finally {
                                inside.decrementAndGet();
                            }
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("task five");
                assertThat(inside).hasValue(0);
            }
            AtomicInteger ran = new AtomicInteger();
            workers.run(10, (worker, index) -> ran.incrementAndGet());
            assertThat(ran).hasValue(10);
        }
    }

    @Test
    void anErrorIsThrownAsItIs() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(4, (worker, index) -> {
                        throw new AssertionError("broken");
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("broken");
        }
    }

    /** Pauses shorter and longer than threads spin for, and some about as long. */
    @Test
    void threadsAreWokenAfterAPause() {
        try (Workers workers = new Workers(3)) {
            for (int pause = 0; pause < 300; pause++) {
                LockSupport.parkNanos(pause * 3_000L);
                CountDownLatch all = new CountDownLatch(3);
                workers.run(3, (worker, index) -> {
                    all.countDown();
                    awaitQuietly(all);
                });
            }
        }
    }

    @Test
    void refusesNestedLoops() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(2, (worker, index) -> workers.run(2, (w, i) -> {})))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nest");
        }
    }

    @Test
    void closingEndsTheThreads() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Workers workers = new Workers(3);
        CountDownLatch all = new CountDownLatch(3);
        workers.run(3, (worker, index) -> {
            seen.add(Thread.currentThread());
            all.countDown();
            awaitQuietly(all);
        });
        workers.close();
        seen.remove(Thread.currentThread());
        assertThat(seen).hasSize(2).noneMatch(Thread::isAlive);
        assertThatThrownBy(() -> workers.run(1, (worker, index) -> {})).isInstanceOf(IllegalStateException.class);
        workers.close();
    }

    @Test
    void refusesAbsurdSizes() {
        assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> new Workers(5000)).hasMessageContaining("5000");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
