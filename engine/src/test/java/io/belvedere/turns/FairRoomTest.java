package io.belvedere.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whose turn is next where one request holds all there is. */
class FairRoomTest {
    private final FairRoom room = new FairRoom("Full", 1, 1);
    private final Queue<String> entered = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private FairRoom.Place take(String caller) throws InterruptedException {
        return room.take(caller, 1, 1, Duration.ofMinutes(10)).orElseThrow();
    }

    private void waiter(String name) {
        waiter(name, () -> {});
    }

    /** Its caller is the first letter; does what it has to do before it gives the room back. */
    private void waiter(String name, Runnable act) {
        int before = room.waiting();
        threads.add(Thread.startVirtualThread(() -> {
            try (FairRoom.Place _ = take(name.substring(0, 1))) {
                entered.add(name);
                act.run();
            } catch (InterruptedException e) {
                entered.add(name + " left");
            }
        }));
        await().until(() -> room.waiting() == before + 1);
    }

    private void join() throws InterruptedException {
        for (int i = 0; i < threads.size(); i++) {
            threads.get(i).join();
        }
    }

    @Test
    void callersTakeTurns() throws Exception {
        FairRoom.Place all = take("a");
        for (String name : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
            waiter(name);
        }
        all.close();
        join();
        assertThat(entered).containsExactly("b1", "c1", "a1", "b2", "a2", "a3");
    }

    /** Two callers who come again and again, each with one request at a time, don't keep a third out. */
    @Test
    void whoComesAgainGoesBehindThoseWhoWaitSinceAnEarlierTurn() throws Exception {
        FairRoom.Place all = take("a");
        waiter("a1");
        waiter("b1");
        waiter("c1", () -> waiter("b2"));
        all.close();
        join();
        assertThat(entered).containsExactly("b1", "c1", "a1", "b2");
    }
}
