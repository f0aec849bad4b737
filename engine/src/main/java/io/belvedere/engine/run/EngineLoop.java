package io.belvedere.engine.run;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.Progress;
import io.belvedere.compute.KvPages;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.AnswerInbox.Output;
import io.belvedere.engine.run.Scheduler.Part;
import io.belvedere.engine.run.Scheduler.Step;
import io.belvedere.engine.run.Scheduler.Wanted;
import io.belvedere.engine.sampling.TokenChoice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The engine's thread: takes accepted sequences and drives them step by step, schedule, encode, forward, choose,
 * publish. It alone touches the backend, the pages and the scheduler.
 */
public final class EngineLoop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EngineLoop.class.getName());

    private final VisionLanguageModel model;
    private final KvPages pages;
    private final LoopMemory memory;
    private final ImageCache images;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final Pace pace;
    private final PictureWork pictureWork;
    private final Counters counters = new Counters();
    private final LogitRows logits = new LogitRows();
    private final BlockingQueue<Sequence> arrivals = new LinkedBlockingQueue<>();
    private final Object door = new Object();
    private final Thread thread;
    private boolean shut; // guarded by door: nothing arrives once it is true
    private long owed; // ns that answers have alone, because others' prompts kept them waiting for as long
    private volatile boolean closing;
    private volatile RunStats stats;

    /** Starts the thread. The loop uses memory and cache but does not own them. */
    public EngineLoop(VisionLanguageModel model, LoopMemory memory, LoopLimits limits, ImageCache images) {
        this.model = model;
        this.memory = memory;
        this.pages = memory.pages();
        this.images = images;
        this.pool = new BlockPool(pages.blocks(), pages.shape().blockTokens());
        this.scheduler = new Scheduler(pool, limits.runningSequences());
        this.pace = new Pace(limits.stepTime(), limits.sliceTokens());
        this.pictureWork = new PictureWork(model, memory.encoder(), memory.overtaking());
        this.stats = snapshot();
        this.thread = Thread.ofPlatform().name("belvedere-engine").start(this::run);
    }

    /**
     * Hands sequences over; false if the loop has ended, and takes none of them. Any thread.
     *
     * @throws IllegalArgumentException if the pages could never hold one of them, and none is taken
     */
    public boolean add(List<Sequence> sequences) {
        for (Sequence sequence : sequences) {
            if (pool.blocksFor(sequence.tokenLimit()) > pages.blocks()) {
                throw new IllegalArgumentException(
                        "a sequence of up to " + sequence.tokenLimit() + " tokens, but room for "
                                + (long) pages.blocks() * pages.shape().blockTokens());
            }
        }
        synchronized (door) {
            if (shut) {
                return false;
            }
            arrivals.addAll(sequences);
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
            pictureWork.next(List.of()); // lets go of what nobody waits for
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
        for (Sequence sequence : scheduler.all()) {
            if (sequence.channel().isCancelled()) {
                end(sequence, FinishReason.STOP);
            } else if (sequence.isPastDeadline()) {
                end(sequence, FinishReason.TIME_LIMIT);
            }
        }
    }

    private void step() {
        long begun = System.nanoTime();
        int answering = scheduler.answering();
        int waiting = Math.max(answering, scheduler.callers() - 1); // for the step's end
        boolean isAnswersTurn = owed > 0 && scheduler.delaysOthers();
        Step step = scheduler.next(isAnswersTurn ? 0 : pace.promptTokens(waiting));
        tellProgress();
        if (!isAnswersTurn) {
            long time = step.takesPrompts() ? pace.nanos(waiting) / 2 : pace.nanos(waiting);
            pictureWork.next(step.wanted()).ifPresent(wanted -> encode(wanted, begun + time));
        }
        List<Part> parts = step.parts().stream()
                .filter(part -> part.sequence().isRunning()) // its picture may have failed it
                .toList();
        if (!parts.isEmpty()) {
            forward(parts);
        }
        long took = System.nanoTime() - begun;
        counters.step(took);
        if (isAnswersTurn) {
            owed -= took;
        } else {
            owed = scheduler.delaysOthers() ? took : 0;
        }
    }

    /** Says of every prompt how far it is before the step takes it further. */
    private void tellProgress() {
        int ahead = 0;
        for (Sequence sequence : scheduler.all()) {
            if (!sequence.isRunning()) {
                sequence.channel().tell(new Progress.Waiting(ahead++));
            } else if (!sequence.isAnswering()) {
                sequence.channel().tell(sequence.reading());
            }
        }
    }

    /** Goes on with a picture for a while; once it is done, all who wait for the same one have it. */
    private void encode(Wanted wanted, long until) {
        Sequence sequence = wanted.sequence();
        ImageKey key = wanted.key();
        long begun = System.nanoTime();
        try {
            Optional<ImageFeatures> known = pictureWork.holds(key) ? Optional.empty() : images.find(key);
            if (known.isPresent()) { // encoded for another request since this one was planned
                share(key, known.get());
                return;
            }
            tellEncoding(wanted);
            pictureWork
                    .advance(wanted, () -> {
                        tellEncoding(wanted);
                        boolean isOver = closing || sequence.channel().isCancelled() || !arrivals.isEmpty();
                        return !isOver && System.nanoTime() - until < 0;
                    })
                    .ifPresent(encoded -> {
                        counters.encoded();
                        sequence.channel().publish(new Output.Encoded(wanted.image(), encoded.nanos()));
                        share(key, encoded.features());
                        images.put(key, encoded.features());
                    });
        } catch (RuntimeException | Error e) {
            pictureWork.drop(key);
            fail(sequence, e);
        }
        counters.encoding(System.nanoTime() - begun);
    }

    private void tellEncoding(Wanted wanted) {
        Sequence sequence = wanted.sequence();
        sequence.channel()
                .tell(new Progress.Encoding(
                        wanted.image(), sequence.pictures().count(), pictureWork.done(wanted.key())));
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
            if (!part.sequence().isAnswering()) {
                counters.prompt(part.tokens());
            }
            part.sequence().commit(part.tokens(), pool);
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
        sequence.channel().tell(null);
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
        end(sequence, new Output.Ended(reason));
    }

    private void end(Sequence sequence, Output last) {
        scheduler.end(sequence);
        sequence.end();
        counters.ended();
        sequence.channel().publish(last);
    }

    /**
     * Ends the thread after the step in progress, or between the blocks of a picture's encoding; sequences that are
     * left fail.
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
