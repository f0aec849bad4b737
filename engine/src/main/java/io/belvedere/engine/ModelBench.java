package io.belvedere.engine;

import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Patches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model whose stages can be timed one by one, driven as the engine drives them but without its thread. Used by
 * one thread. Inputs are seeded noise, so that every run does the same work; an answer never ends early.
 */
public final class ModelBench implements AutoCloseable {
    /** Tokens that stand before those that a decoding stage decodes. */
    public static final int SHORT_PROMPT = 16;

    private static final int SEED = 42;

    /** More than the caches of any processor that is likely to run this. */
    private static final int READ_MEGABYTES = 512;

    /** A stage of the work, ready to be run again and again. */
    public interface Stage extends AutoCloseable {
        /** Does the work once and returns the seconds that it took. */
        double run();

        @Override
        void close();
    }

    private final LoadedModel loaded;
    private final EngineOptions options;
    private final double loadSeconds;
    private final Workspace workspace;
    private final Resources resources;

    private ModelBench(LoadedModel loaded, EngineOptions options, double loadSeconds, Resources resources) {
        this.loaded = loaded;
        this.options = options;
        this.loadSeconds = loadSeconds;
        this.workspace = resources.add(loaded.backend().workspace(Trace.NONE));
        this.resources = resources;
    }

    /**
     * Loads a model.
     *
     * @param path a GGUF file or a folder
     * @param mmproj the vision part of a GGUF pair; null: found beside the file
     * @throws IOException if a file can't be read or is not what it should be
     */
    public static ModelBench open(Path path, @Nullable Path mmproj, EngineOptions options) throws IOException {
        return Resources.opening(resources -> {
            long begun = System.nanoTime();
            LoadedModel loaded = LoadedModel.load(path, mmproj, options, resources);
            return new ModelBench(loaded, options, secondsSince(begun), resources);
        });
    }

    /** One line: family, device, kernels, threads. */
    public String describe() {
        return loaded.describe();
    }

    /** What opening the files and preparing the weights took. */
    public double loadSeconds() {
        return loadSeconds;
    }

    /** Size of the model's files together. */
    public long fileBytes() {
        return loaded.files().bytes();
    }

    /** Most tokens of a sequence: the model's limit or the options', whichever is lower. */
    public int contextTokens() {
        return Math.min(options.contextTokens(), loaded.model().shape().contextTokens());
    }

    /** Stored bytes of the weights that one decoding step reads, however many sequences take part. */
    public long decodeBytes() {
        return loaded.model().shape().decodeBytes();
    }

    public boolean takesPictures() {
        return loaded.model().takesPictures();
    }

    /**
     * The patches of a picture of noise, resized as the model wants it.
     *
     * @throws ImageException if the model refuses the size
     */
    public Patches patches(ImageSize size) throws ImageException {
        byte[] samples = new byte[Math.toIntExact(3 * size.pixels())];
        new SplittableRandom(SEED).nextBytes(samples);
        return loaded.model()
                .patches(
                        new Rgb(size.width(), size.height(), samples),
                        loaded.model().pixels());
    }

    /** The vision encoder on one picture, without the cutting into patches. */
    public Stage encode(Patches patches) {
        return new Stage() {
            @Override
            public double run() {
                long begun = System.nanoTime();
                loaded.model().encode(patches, workspace);
                return secondsSince(begun);
            }

            @Override
            public void close() {}
        };
    }

    /**
     * The pass over a prompt, in the engine's slices, up to the logits behind it.
     *
     * @param tokens 1 to {@link #contextTokens()}
     */
    public Stage prefill(int tokens) {
        requireRoom(tokens);
        return new BenchSequences(loaded, workspace, 1, tokens, options) {
            @Override
            public double run() {
                start();
                long begun = System.nanoTime();
                prefill(tokens);
                return secondsSince(begun);
            }
        };
    }

    /**
     * Decoding behind short prompts: one pass and one choice for each token.
     *
     * @param streams sequences that are decoded together, at least 1
     * @param tokens of each, from 1 on; with the prompt no more than {@link #contextTokens()}
     */
    public Stage decode(int streams, int tokens) {
        int length = SHORT_PROMPT + tokens;
        requireRoom(length);
        return new BenchSequences(loaded, workspace, streams, length, options) {
            @Override
            public double run() {
                start();
                prefill(SHORT_PROMPT);
                long begun = System.nanoTime();
                for (int at = SHORT_PROMPT; at < length; at++) {
                    decode(at);
                }
                return secondsSince(begun);
            }
        };
    }

    /**
     * Bytes a second that all threads together read of memory at this moment: other tenants of a machine may change it
     * within seconds.
     */
    public double readRate() {
        return loaded.device().readRate(READ_MEGABYTES);
    }

    private void requireRoom(int tokens) {
        if (tokens < 1 || tokens > contextTokens()) {
            throw new IllegalArgumentException(
                    "a sequence takes 1 to " + contextTokens() + " tokens here, given " + tokens);
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @Override
    public void close() {
        resources.close();
    }
}
