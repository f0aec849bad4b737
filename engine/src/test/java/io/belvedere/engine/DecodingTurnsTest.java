package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.belvedere.engine.image.DecodingStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One place, and time that passes only when a test says so. */
@Timeout(60)
class DecodingTurnsTest {
    private static final long SLICE = DecodingTurns.SLICE.toNanos();

    private final AtomicLong time = new AtomicLong();
    private final DecodingTurns turns = new DecodingTurns(1, Duration.ofSeconds(2), new DecodingTurns.Clock() {
        @Override
        public long nanos() {
            return time.get();
        }

        @Override
        public long processorNanos() {
            return time.get();
        }
    });

    private final List<Decoder> decoders = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Decoder decoder : decoders) {
            decoder.picture.stop();
            decoder.steps.release();
            decoder.thread.join();
        }
    }

    /** A thread that decodes: each step takes as long as a slice. */
    private final class Decoder {
        final DecodingTurns.Picture picture;
        final Semaphore steps = new Semaphore(0);
        final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
        final Thread thread;
        private volatile boolean done;

        Decoder(String caller) {
            picture = turns.of(caller);
            thread = Thread.startVirtualThread(this::decode);
            decoders.add(this);
        }

        private void decode() {
            try (picture) {
                picture.begin();
                while (!done) {
                    said.add("in");
                    steps.acquireUninterruptibly();
                    picture.goOn();
                }
            } catch (DecodingStoppedException e) {
                said.add(picture.isOverTime() ? "over time" : "stopped");
            }
        }

        void step() {
            time.addAndGet(SLICE);
            steps.release();
        }

        void finish() {
            done = true;
            steps.release();
        }

        void isIn() throws InterruptedException {
            assertThat(said.poll(30, TimeUnit.SECONDS)).isEqualTo("in");
        }

        void waits() {
            await().until(() -> thread.getState() == Thread.State.WAITING && said.isEmpty());
        }
    }

    @Test
    void afterASliceAnotherCallersPictureHasItsTurn() throws Exception {
        Decoder large = new Decoder("greedy");
        large.isIn();
        Decoder small = new Decoder("modest");
        small.waits();
        large.step();
        small.isIn();
        large.waits();
        small.step(); // as much as the other, and later
        large.isIn();
        large.finish();
        small.isIn();
    }

    @Test
    void withinASliceNobodyLetsGo() throws Exception {
        Decoder large = new Decoder("greedy");
        large.isIn();
        Decoder small = new Decoder("modest");
        time.addAndGet(SLICE - 1);
        large.steps.release();
        large.isIn();
        small.waits();
    }

    @Test
    void ofOneCallerTheOldestIsReadToItsEnd() throws Exception {
        Decoder first = new Decoder("one");
        first.isIn();
        Decoder second = new Decoder("one");
        second.waits();
        for (int i = 0; i < 5; i++) {
            first.step();
            first.isIn();
        }
        first.finish();
        second.isIn();
    }

    @Test
    void whoComesBackAfterATurnIsBeforeTheYoungerOnesOfItsCaller() throws Exception {
        Decoder first = new Decoder("greedy");
        first.isIn();
        Decoder second = new Decoder("greedy");
        second.waits();
        Decoder modest = new Decoder("modest");
        modest.waits();
        first.step();
        modest.isIn();
        modest.finish();
        first.isIn();
        second.waits();
    }

    @Test
    void whatACallerHasUsedIsRememberedForAWhile() throws Exception {
        Decoder before = new Decoder("greedy");
        before.isIn();
        before.step();
        before.isIn();
        before.finish();
        before.thread.join();
        Decoder other = new Decoder("other");
        other.isIn();
        Decoder greedy = new Decoder("greedy");
        greedy.waits();
        Decoder modest = new Decoder("modest");
        modest.waits();
        other.finish();
        modest.isIn();
        modest.finish();
        greedy.isIn();
    }

    @Test
    void longAgoIsForgotten() throws Exception {
        Decoder before = new Decoder("greedy");
        before.isIn();
        before.step();
        before.isIn();
        before.finish();
        before.thread.join();
        time.addAndGet(Duration.ofMinutes(5).toNanos());
        Decoder other = new Decoder("other");
        other.isIn();
        Decoder greedy = new Decoder("greedy");
        greedy.waits();
        Decoder modest = new Decoder("modest");
        modest.waits();
        other.finish();
        greedy.isIn();
    }

    @Test
    void whoIsStoppedGivesItsPlaceBackAtTheNextQuestion() throws Exception {
        Decoder large = new Decoder("greedy");
        large.isIn();
        Decoder next = new Decoder("greedy");
        next.waits();
        large.picture.stop();
        large.steps.release();
        next.isIn();
        assertThat(large.said.poll(30, TimeUnit.SECONDS)).isEqualTo("stopped");
    }

    @Test
    void whoIsStoppedWhileItWaitsLeavesTheLine() throws Exception {
        Decoder first = new Decoder("one");
        first.isIn();
        Decoder second = new Decoder("two");
        second.waits();
        Decoder third = new Decoder("three");
        third.waits();
        second.picture.stop();
        assertThat(second.said.poll(30, TimeUnit.SECONDS)).isEqualTo("stopped");
        first.finish();
        third.isIn();
    }

    @Test
    void whoIsStoppedBeforeItBeginsNeverDoes() {
        try (DecodingTurns.Picture first = turns.of("one");
                DecodingTurns.Picture second = turns.of("two")) {
            first.begin();
            second.stop();
            assertThatThrownBy(second::begin).isInstanceOf(DecodingStoppedException.class);
        }
    }

    @Test
    void onlyTheTimeInItsTurnsCounts() throws Exception {
        Decoder large = new Decoder("greedy");
        large.isIn();
        for (int i = 0; i < 19; i++) {
            large.step();
            large.isIn();
        }
        Decoder other = new Decoder("modest");
        other.waits();
        large.step(); // 2 s by now
        other.isIn();
        for (int i = 0; i < 10; i++) {
            other.step();
            other.isIn();
        }
        other.finish();
        large.isIn();
        large.step();
        assertThat(large.said.poll(30, TimeUnit.SECONDS)).isEqualTo("over time");
    }
}
