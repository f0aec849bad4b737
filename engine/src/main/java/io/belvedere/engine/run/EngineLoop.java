package io.belvedere.engine.run;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.compute.KvPages;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Scheduler.Part;
import io.belvedere.engine.run.Scheduler.Step;
import io.belvedere.engine.run.Scheduler.Wanted;
import io.belvedere.engine.run.TokenChannel.Output;
import io.belvedere.engine.sampling.TokenChoice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine's thread: takes accepted sequences and drives them step by step, schedule, encode, forward, choose, publish. It alone touches
 * the backend, the pages and the scheduler.
 */
public final class EngineLoop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EngineLoop.class.getName());

    private final VisionLanguageModel model;
    private final KvPages pages;
    private final LoopMemory memory;
    private final LoopLimits limits;
    private final ImageCache images;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final Pace pace;
    private final PictureWork pictureWork;
    private final Counters counters = new Counters();
    private final LogitRows logits = new LogitRows();
    private final BlockingQueue<Sequence> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Object door = new Object();
    private final Thread thread;
    private boolean shut; // guarded by door: nothing arrives once it is true
    private volatile boolean closing;
    private volatile RunStats stats;

    /** Starts the thread. The loop uses memory and cache but does not own them. */
    public EngineLoop(VisionLanguageModel model, LoopMemory memory, LoopLimits limits, ImageCache images) {
        this.model = model;
        this.memory = memory;
        this.pages = memory.pages();
        this.limits = limits;
        this.images = images;
        this.pool = new BlockPool(pages.blocks(), pages.shape().blockTokens());
        this.scheduler = new Scheduler(pool, limits.runningSequences());
        this.pace = new Pace(limits.stepTime(), limits.sliceTokens());
        this.pictureWork = new PictureWork(model, memory.encoder());
        this.stats = snapshot();
        this.thread = Thread.ofPlatform().name("belvedere-engine").start(this::run);
    }

    /** Takes a place for a sequence, before anything is spent on it; false if all are taken, or the loop has ended. Any thread. */
    public boolean enter() {
        synchronized (door) {
            if (shut || accepted.get() >= limits.sequences()) {
                return false;
            }
            accepted.incrementAndGet();
            return true;
        }
    }

    /** Whether {@link #enter} would give a place now. Any thread. */
    public boolean hasRoom() {
        synchronized (door) {
            return !shut && accepted.get() < limits.sequences();
        }
    }

    /** Gives back a place that no sequence came for. Any thread. */
    public void withdraw() {
        accepted.decrementAndGet();
    }

    /**
     * Hands a sequence over that has a place, which is given back at its end; false if the loop has ended, and the place stays taken. Any thread.
     *
     * @throws IllegalArgumentException if the pages could never hold the sequence; the place stays taken
     */
    public boolean add(Sequence sequence) {
        if (pool.blocksFor(sequence.tokenLimit()) > pages.blocks()) {
            throw new IllegalArgumentException("a sequence of up to " + sequence.tokenLimit() + " tokens, but room for "
                    + (long) pages.blocks() * pages.shape().blockTokens());
        }
        synchronized (door) {
            if (shut) {
                return false;
            }
            arrivals.add(sequence);
            return true;
        }
    }

    /** Whether no sequence is taken any more, because the loop was closed or has failed. Any thread. */
    public boolean hasEnded() {
        synchronized (door) {
            return shut;
        }
    }

    /** As of the last step. Any thread. */
    public RunStats stats() {
        return stats;
    }

    private RunStats snapshot() {
        return counters.snapshot(scheduler, pool, pages.shape().blockTokens());
    }

    private void run() {
        try {
            while (!closing) {
                admit();
                dropEnded();
                step();
                stats = snapshot();
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the engine's thread was asked to end");
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the engine's thread failed; nothing more can be answered", e);
        }
        failWhatIsLeft(closing ? "The server is shutting down." : "The engine has failed.");
    }

    private void failWhatIsLeft(String message) {
        synchronized (door) {
            shut = true;
        }
        admitAll();
        for (Sequence sequence : scheduler.all()) {
            end(sequence, new Output.Broken(new ChatFailure.Internal(message)));
        }
    }

    /** Takes new sequences in; waits for one if there is nothing else to do. */
    private void admit() throws InterruptedException {
        if (scheduler.isIdle()) {
            scheduler.add(arrivals.take());
        }
        admitAll();
    }

    private void admitAll() {
        for (Sequence next = arrivals.poll(); next != null; next = arrivals.poll()) {
            scheduler.add(next);
        }
    }

    private void dropEnded() {
        long now = System.nanoTime();
        for (Sequence sequence : scheduler.all()) {
            if (sequence.channel().isCancelled()) {
                end(sequence, FinishReason.STOP);
            } else if (sequence.isPastDeadline(now)) {
                end(sequence, FinishReason.TIME_LIMIT);
            }
        }
    }

    private void step() {
        long begun = System.nanoTime();
        int answering = scheduler.answering();
        Step step = scheduler.next(pace.promptTokens(answering));
        step.wanted().ifPresentOrElse(wanted -> encode(wanted, begun + pace.nanos(answering)), pictureWork::drop);
        List<Part> parts = step.parts().stream()
                .filter(part -> part.sequence().isRunning()) // its picture may have failed it
                .toList();
        if (!parts.isEmpty()) {
            forward(parts);
        }
        counters.step(System.nanoTime() - begun);
    }

    /** Goes on with a picture for a while; once it is done, all who wait for the same one have it. */
    private void encode(Wanted wanted, long until) {
        Sequence sequence = wanted.sequence();
        ImageKey key = sequence.pictures().key(wanted.image());
        Optional<ImageFeatures> known = pictureWork.holds(key) ? Optional.empty() : images.find(key);
        if (known.isPresent()) { // encoded for another request since this one was planned
            share(key, known.get());
            return;
        }
        long begun = System.nanoTime();
        try {
            pictureWork
                    .advance(
                            key,
                            sequence.pictures().patches(wanted.image()),
                            () -> !closing && !sequence.channel().isCancelled() && System.nanoTime() - until < 0)
                    .ifPresent(features -> {
                        counters.encoded();
                        images.put(key, features);
                        share(key, features);
                    });
        } catch (RuntimeException | Error e) {
            pictureWork.drop();
            fail(sequence, e);
        }
        counters.encoding(System.nanoTime() - begun);
    }

    private void share(ImageKey key, ImageFeatures features) {
        for (Sequence sequence : scheduler.all()) {
            sequence.give(key, features);
        }
    }

    /** One pass for all parts; if it fails, one for each, so that only those fail whose own fault it is. */
    private void forward(List<Part> parts) {
        ForwardBatch batch = new ForwardBatch(
                parts.stream().map(part -> part.sequence().slice(part.tokens())).toList());
        long begun = System.nanoTime();
        try {
            model.forward(batch, pages, memory.decoder(), logits);
        } catch (RuntimeException | Error e) {
            if (parts.size() == 1) {
                fail(parts.getFirst().sequence(), e);
            } else {
                parts.forEach(part -> forward(List.of(part)));
            }
            return;
        }
        pace.took(batch.rows(), System.nanoTime() - begun);
        int row = 0;
        for (Part part : parts) {
            part.sequence().commit(part.tokens(), pool);
            counters.computed(part.tokens());
            if (part.sequence().pending() == 0) {
                choose(part.sequence(), row++);
            }
        }
    }

    /** Chooses the sequence's next token from a row of logits, and publishes it and perhaps the end. */
    private void choose(Sequence sequence, int row) {
        TokenChoice choice = sequence.sampler().choose(logits.values(), row * logits.width());
        counters.chosen();
        sequence.append(choice.token());
        sequence.channel().publish(new Output.Token(choice.token(), choice.logProbs()));
        if (sequence.isStop(choice.token())) {
            end(sequence, FinishReason.STOP);
        } else if (sequence.sampler().isRepeating()) {
            end(sequence, FinishReason.REPETITION);
        } else if (sequence.isFull()) {
            end(sequence, FinishReason.LENGTH);
        }
    }

    private void fail(Sequence sequence, Throwable cause) {
        LOG.log(Level.ERROR, "a request failed; others are not affected", cause);
        end(sequence, new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
    }

    private void end(Sequence sequence, FinishReason reason) {
        end(sequence, new Output.Ended(reason, sequence.cachedTokens()));
    }

    private void end(Sequence sequence, Output last) {
        scheduler.end(sequence);
        sequence.end();
        accepted.decrementAndGet();
        sequence.channel().publish(last);
    }

    /**
     * Ends the thread after the step in progress, or between the blocks of a picture's encoding; sequences that are left fail.
     *
     * @throws IllegalStateException if the books of the K/V blocks turn out wrong
     */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        pool.checkIntegrity();
    }
}
