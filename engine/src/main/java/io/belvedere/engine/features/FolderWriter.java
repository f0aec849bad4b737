package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes pictures one after another, so that the engine's needn't wait for the disk. What finds no place
 * in its queue is skipped.
 */
final class FolderWriter implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FolderWriter.class.getName());

    /** How long an interrupted write may take to give up. */
    private static final Duration GIVING_UP = Duration.ofSeconds(1);

    private final BiConsumer<ImageKey, ImageFeatures> target;
    private final Limits limits;
    private final ArrayDeque<Picture> queue = new ArrayDeque<>(); // guarded by this, as is all below
    private long queuedBytes;
    private long skipped;
    private boolean closing;
    private final Thread thread;

    private record Picture(ImageKey key, ImageFeatures features) {
        long bytes() {
            return (long) features.values().length * Float.BYTES;
        }
    }

    /**
     * How much may wait and for how long.
     *
     * @param pictures most that wait, at least 1
     * @param bytes most values that wait, in bytes; a single picture may be larger
     * @param closing how long {@link #close} lets the writing go on
     */
    record Limits(int pictures, long bytes, Duration closing) {
        static final Limits DEFAULTS = new Limits(64, 256 << 20, Duration.ofSeconds(10));
    }

    /** @param target writes one picture; called on this writer's thread alone */
    FolderWriter(BiConsumer<ImageKey, ImageFeatures> target, Limits limits) {
        this.target = target;
        this.limits = limits;
        this.thread = Thread.ofPlatform().name("belvedere-features").daemon().start(this::run);
    }

    /**
     * Queues a picture, unless the queue is full or the writer closes: then it is skipped and counted. Waits for
     * nothing.
     */
    synchronized void offer(ImageKey key, ImageFeatures features) {
        Picture picture = new Picture(key, features);
        boolean fits = queue.isEmpty()
                || (queue.size() < limits.pictures() && queuedBytes + picture.bytes() <= limits.bytes());
        if (closing || !fits) {
            skipped++;
            return;
        }
        queue.add(picture);
        queuedBytes += picture.bytes();
        notifyAll();
    }

    /** Pictures that were not written because the queue was full or the writer closed. */
    synchronized long skipped() {
        return skipped;
    }

    private void run() {
        try {
            for (Picture next = take(); next != null; next = take()) {
                write(next);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the writer of image features was asked to end");
        }
    }

    /** The next picture, waited for; null when there will be none. */
    private synchronized @Nullable Picture take() throws InterruptedException {
        while (queue.isEmpty() && !closing) {
            wait();
        }
        Picture next = queue.poll();
        if (next != null) {
            queuedBytes -= next.bytes();
        }
        return next;
    }

    private void write(Picture picture) {
        try {
            target.accept(picture.key(), picture.features());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a picture's features could not be written; others are not affected", e);
        }
    }

    /** Writes what waits, skips what is left after the limit, and ends the thread. Safe to call again. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        boolean interrupted = false;
        try {
            thread.join(limits.closing());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        giveUp();
        try {
            if (!thread.join(GIVING_UP)) {
                LOG.log(
                        Level.WARNING,
                        "the disk does not answer: a picture's features may be left half written, to be cleared at the next start");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void giveUp() {
        skipped += queue.size();
        queue.clear();
        queuedBytes = 0;
        thread.interrupt();
    }
}
