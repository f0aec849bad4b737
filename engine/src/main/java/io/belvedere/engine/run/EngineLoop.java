package io.belvedere.engine.run;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.FinishReason;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.kv.BlockPool;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Scheduler.Step;
import io.belvedere.engine.run.TokenChannel.Output;
import io.belvedere.engine.sampling.TokenChoice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The engine's thread: takes accepted sequences and drives them step by step, schedule, encode, forward, choose, publish. It alone touches
 * the backend, the pages and the scheduler.
 */
public final class EngineLoop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EngineLoop.class.getName());

    private final VisionLanguageModel model;
    private final KvPages pages;
    private final Workspace workspace;
    private final BlockPool pool;
    private final Scheduler scheduler;
    private final LogitRows logits = new LogitRows();
    private final BlockingQueue<Sequence> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Object door = new Object();
    private final int maxSequences;
    private final Thread thread;
    private boolean shut; // guarded by door: nothing arrives once it is true
    private volatile boolean closing;

    /**
     * Starts the thread. The loop uses the pages and the workspace but does not own them.
     *
     * @param sliceTokens most prompt tokens of one step
     * @param maxSequences most sequences that wait or run
     */
    public EngineLoop(
            VisionLanguageModel model, KvPages pages, Workspace workspace, int sliceTokens, int maxSequences) {
        this.model = model;
        this.pages = pages;
        this.workspace = workspace;
        this.pool = new BlockPool(pages.blocks(), pages.shape().blockTokens());
        this.scheduler = new Scheduler(pool, sliceTokens);
        this.maxSequences = maxSequences;
        this.thread = Thread.ofPlatform().name("belvedere-engine").start(this::run);
    }

    /**
     * Hands a sequence over; false if as many as allowed wait or run already, or the loop has ended. Any thread.
     *
     * @throws IllegalArgumentException if the pages could never hold the sequence
     */
    public boolean offer(Sequence sequence) {
        if (pool.blocksFor(sequence.tokenLimit()) > pages.blocks()) {
            throw new IllegalArgumentException("a sequence of up to " + sequence.tokenLimit() + " tokens, but room for "
                    + (long) pages.blocks() * pages.shape().blockTokens());
        }
        synchronized (door) {
            if (shut || accepted.get() >= maxSequences) {
                return false;
            }
            accepted.incrementAndGet();
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

    private void run() {
        try {
            while (!closing) {
                admit();
                dropCancelled();
                scheduler.next().ifPresent(this::step);
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

    private void dropCancelled() {
        for (Sequence sequence : scheduler.all()) {
            if (sequence.channel().isCancelled()) {
                end(sequence, new Output.Ended(FinishReason.STOP));
            }
        }
    }

    private void step(Step step) {
        try {
            encode(step);
            forward(step);
            advance(step);
        } catch (CancellationException e) {
            LOG.log(Level.DEBUG, "a cancelled request stopped inside a step"); // the next turn of the loop ends it
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a request failed; others are not affected", e);
            end(step.sequence(), new Output.Broken(new ChatFailure.Internal("The model failed on this request.")));
        }
    }

    private void encode(Step step) {
        Sequence sequence = step.sequence();
        int from = sequence.computed();
        BooleanSupplier cancelled = () -> closing || sequence.channel().isCancelled();
        for (int image : sequence.imagesToEncode(from, from + step.tokens())) {
            sequence.encoded(image, model.encode(sequence.patches(image), workspace, cancelled));
        }
    }

    private void forward(Step step) {
        ForwardBatch batch = new ForwardBatch(List.of(step.sequence().slice(step.tokens())));
        model.forward(batch, pages, workspace, logits);
    }

    /** Chooses a token if the step reached the sequence's end, and publishes it or the end. */
    private void advance(Step step) {
        Sequence sequence = step.sequence();
        sequence.commit(step.tokens());
        if (sequence.pending() > 0) {
            return;
        }
        TokenChoice choice = sequence.sampler().choose(logits.values(), 0);
        sequence.append(choice.token());
        sequence.channel().publish(new Output.Token(choice.token(), choice.logProbs()));
        if (sequence.isStop(choice.token())) {
            end(sequence, new Output.Ended(FinishReason.STOP));
        } else if (sequence.sampler().isRepeating()) {
            end(sequence, new Output.Ended(FinishReason.REPETITION));
        } else if (sequence.isFull()) {
            end(sequence, new Output.Ended(FinishReason.LENGTH));
        }
    }

    private void end(Sequence sequence, Output last) {
        scheduler.end(sequence);
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
