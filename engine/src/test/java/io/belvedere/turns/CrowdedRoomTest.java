package io.belvedere.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Room for several requests at a time, of which each takes a share. */
class CrowdedRoomTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FairRoom room = new FairRoom("Full", 8, 8 << 10);
    private final Queue<String> entered = new ConcurrentLinkedQueue<>();

    private FairRoom.Place take(String caller, int pictures, long bytes) throws InterruptedException {
        return room.take(caller, pictures, bytes, LONG).orElseThrow();
    }

    private boolean isFull() throws InterruptedException {
        return room.take("x", 1, 1, Duration.ZERO)
                .map(place -> {
                    place.close();
                    return place;
                })
                .isEmpty();
    }

    /** Waits for room on a thread of its own, and gives it back at once. */
    private Thread waiter(String name, String caller, int pictures, long bytes) {
        int before = room.waiting();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                FairRoom.Place place = take(caller, pictures, bytes);
                entered.add(name);
                place.close();
            } catch (InterruptedException e) {
                entered.add(name + " left");
            }
        });
        await().until(() -> room.waiting() == before + 1);
        return thread;
    }

    @Test
    void numberAndBytesAreBothBounded() throws Exception {
        FairRoom.Place many = take("a", 8, 1);
        assertThat(isFull()).isTrue();
        many.close();
        many.close();
        assertThat(isFull()).isFalse();
        try (FairRoom.Place large = take("a", 1, 8 << 10)) {
            assertThat(large.bytes()).isEqualTo(8 << 10);
            assertThat(isFull()).isTrue();
        }
        assertThat(isFull()).isFalse();
    }

    @Test
    void whoWantsMoreThanThereIsGetsAllOfIt() throws Exception {
        try (FairRoom.Place all = take("a", 1_000, 1L << 40)) {
            assertThat(all.count()).isEqualTo(8);
            assertThat(all.bytes()).isEqualTo(8 << 10);
        }
    }

    @Test
    void amongEqualsCallersTakeTurnsAndTheOldestOfACallerIsNext() throws Exception {
        FairRoom.Place all = take("greedy", 8, 8 << 10);
        List<Thread> waiters = List.of(
                waiter("greedy 1", "greedy", 8, 1),
                waiter("greedy 2", "greedy", 8, 1),
                waiter("modest 1", "modest", 8, 1),
                waiter("modest 2", "modest", 8, 1));
        all.close();
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(entered).containsExactly("modest 1", "greedy 1", "modest 2", "greedy 2");
    }

    @Test
    void whoHoldsLessGoesFirst() throws Exception {
        FairRoom.Place one = take("greedy", 4, 4 << 10);
        FairRoom.Place two = take("greedy", 4, 4 << 10);
        Thread again = waiter("greedy", "greedy", 8, 1);
        Thread modest = waiter("modest", "modest", 4, 1);
        one.close();
        modest.join();
        assertThat(entered).containsExactly("modest");
        two.close();
        again.join();
        assertThat(entered).containsExactly("modest", "greedy");
    }

    @Test
    void aSmallRequestDoesNotOvertakeALargeOne() throws Exception {
        FairRoom.Place most = take("a", 7, 7 << 10);
        Thread large = waiter("large", "b", 8, 1);
        Thread small = waiter("small", "c", 1, 1);
        assertThat(entered).isEmpty();
        most.close();
        large.join();
        small.join();
        assertThat(entered).containsExactly("large", "small");
    }

    @Test
    void whoLeavesTheLineHoldsNobodyUp() throws Exception {
        FairRoom.Place most = take("a", 7, 7 << 10);
        Thread large = waiter("large", "b", 8, 1);
        Thread small = waiter("small", "c", 1, 1);
        large.interrupt();
        large.join();
        small.join();
        assertThat(entered).containsExactlyInAnyOrder("large left", "small");
        assertThat(room.waiting()).isZero();
        most.close();
        assertThat(room.take("a", 8, 8 << 10, Duration.ZERO)).isPresent();
    }

    @Test
    void nothingIsLostOverTenThousandTurnsOfWhichSomeAreInterrupted() throws Exception {
        AtomicLong inside = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Random random = new Random(i);
            String caller = "caller " + i % 3;
            threads.add(Thread.startVirtualThread(() -> {
                for (int turn = 0; turn < 500; turn++) {
                    int pictures = 1 + random.nextInt(8);
                    if (random.nextInt(10) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    Duration most = random.nextBoolean() ? LONG : Duration.ofNanos(random.nextInt(100_000));
                    try {
                        room.take(caller, pictures, random.nextInt(8 << 10), most)
                                .ifPresent(place -> {
                                    if (inside.addAndGet(place.count()) > 8) {
                                        over.set(true);
                                    }
                                    Thread.yield();
                                    inside.addAndGet(-place.count());
                                    place.close();
                                });
                    } catch (InterruptedException e) {
                        continue;
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(over).isFalse();
        assertThat(room.waiting()).isZero();
        assertThat(room.take("a", 8, 8 << 10, Duration.ZERO)).isPresent();
    }
}
