package io.belvedere.engine.run;

import io.belvedere.chat.PixelRange;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.TokenTable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A model whose answer to a token is the next number; it remembers the passes that it was asked for. */
final class CountingModel implements VisionLanguageModel {
    static final int TOKENS = 100;
    /** Given as a token, makes the pass fail. */
    static final int POISON = 66;

    final List<Integer> passes = new CopyOnWriteArrayList<>();
    final List<ForwardBatch.Slice> slices = new CopyOnWriteArrayList<>();
    final Semaphore steps = new Semaphore(Integer.MAX_VALUE);
    static final int PICTURE_PARTS = 3;
    final AtomicInteger encodings = new AtomicInteger();
    final CountDownLatch encoding = new CountDownLatch(1);
    /** Whether encoding a picture fails. */
    volatile boolean brokenPictures;
    /** Whether a picture is encoded until it is cancelled. */
    volatile boolean endlessPictures;

    @Override
    public ModelShape shape() {
        return new ModelShape(10_000, TOKENS, TOKENS, 1, 1, 2, 3, 0);
    }

    @Override
    public boolean takesPictures() {
        return true;
    }

    @Override
    public PixelRange pixels() {
        return PixelRange.ANY;
    }

    @Override
    public GenerationDefaults defaults() {
        return new GenerationDefaults(0, 0, 1, 0, 1, Set.of(TOKENS - 1));
    }

    @Override
    public String preprocessing() {
        return "none";
    }

    @Override
    public Encoding encoding(Patches patches, Workspace scratch) {
        encodings.incrementAndGet();
        return new Encoding() {
            private int part;

            @Override
            public boolean advance() {
                encoding.countDown();
                if (brokenPictures) {
                    throw new IllegalStateException("broken picture");
                }
                return !endlessPictures && ++part == PICTURE_PARTS;
            }

            @Override
            public double done() {
                return (double) part / PICTURE_PARTS;
            }

            @Override
            public ImageFeatures features() {
                return new ImageFeatures(4, 1, 1, new float[] {1, 2, 3, 4});
            }
        };
    }

    @Override
    public void forward(ForwardBatch batch, KvPages kv, Workspace scratch, LogitRows out) {
        try {
            steps.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the loop is closing: this pass ends, and no other begins
        }
        passes.add(batch.rows());
        slices.addAll(batch.slices());
        out.reserve(batch.logitRows(), TOKENS);
        int[] tokens = batch.tokens();
        if (Arrays.stream(tokens).anyMatch(token -> token == POISON)) {
            throw new IllegalStateException("poisoned");
        }
        Arrays.fill(out.values(), 0);
        int[] rows = batch.logitRowNumbers();
        for (int i = 0; i < rows.length; i++) {
            out.values()[i * TOKENS + (tokens[rows[i]] + 1) % TOKENS] = 1;
        }
    }

    @Override
    public TokenTable vocabulary() {
        throw new AssertionError("the loop needs no vocabulary");
    }

    @Override
    public PromptPlan plan(Prompt prompt, List<PictureSizing> images) {
        throw new AssertionError("the loop plans nothing");
    }

    @Override
    public Patches patches(Rgb image, PixelRange pixels, DecodingWatch watch) {
        throw new AssertionError("the loop sees no pixels");
    }
}
