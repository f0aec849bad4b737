package io.belvedere.engine.features;

import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.features.FolderWriter.Limits;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FolderWriterTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<ImageKey> written = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void closingWritesWhatWaitsInItsOrder() throws InterruptedException {
        FolderWriter writer = new FolderWriter(this::waitThenWrite, new Limits(10, 1 << 20, LONG));
        offer(writer, 1, 2, 3);
        released.countDown();
        writer.close();
        assertThat(written).containsExactly(key(1), key(2), key(3));
        assertThat(writer.skipped()).isZero();
        assertThat(threads).allMatch(thread -> !thread.isAlive());
    }

    @Test
    void aFullQueueSkipsAndCounts() throws InterruptedException {
        FolderWriter writer = new FolderWriter(this::waitThenWrite, new Limits(2, 1 << 20, LONG));
        offer(writer, 1);
        started.await();
        offer(writer, 2, 3, 4, 5);
        assertThat(writer.skipped()).isEqualTo(2);
        released.countDown();
        writer.close();
        assertThat(written).containsExactly(key(1), key(2), key(3));
    }

    @Test
    void theQueueIsBoundedInBytesTooButTakesAnyOne() throws InterruptedException {
        FolderWriter writer = new FolderWriter(this::waitThenWrite, new Limits(10, 100, LONG));
        offer(writer, 1);
        started.await();
        offer(writer, 2, 3); // 128 bytes each
        assertThat(writer.skipped()).isEqualTo(1);
        released.countDown();
        writer.close();
        assertThat(written).containsExactly(key(1), key(2));
    }

    @Test
    void closingDoesNotWaitForAStuckDisk() throws InterruptedException {
        FolderWriter writer = new FolderWriter(this::waitThenWrite, new Limits(10, 1 << 20, Duration.ofMillis(1)));
        offer(writer, 1);
        started.await();
        offer(writer, 2, 3);
        writer.close();
        assertThat(written).isEmpty();
        assertThat(writer.skipped()).isEqualTo(2);
        assertThat(threads).singleElement().matches(thread -> !thread.isAlive());
    }

    @Test
    void skipsAfterClosingAndClosesTwice() {
        FolderWriter writer = new FolderWriter(this::waitThenWrite, new Limits(10, 1 << 20, LONG));
        writer.close();
        offer(writer, 1);
        writer.close();
        assertThat(writer.skipped()).isEqualTo(1);
        assertThat(written).isEmpty();
    }

    @Test
    void oneFailureDoesNotEndTheThread() {
        FolderWriter writer = new FolderWriter(this::failOnTheFirst, new Limits(10, 1 << 20, LONG));
        offer(writer, 1, 2);
        writer.close();
        assertThat(written).containsExactly(key(2));
    }

    private void waitThenWrite(ImageKey key, ImageFeatures features) {
        threads.add(Thread.currentThread());
        started.countDown();
        try {
            released.await();
            written.add(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failOnTheFirst(ImageKey key, ImageFeatures features) {
        if (key.equals(key(1))) {
            throw new IllegalStateException("invented");
        }
        written.add(key);
    }

    private static void offer(FolderWriter writer, int... numbers) {
        for (int number : numbers) {
            writer.offer(key(number), features(key(number), 4, 8));
        }
    }
}
