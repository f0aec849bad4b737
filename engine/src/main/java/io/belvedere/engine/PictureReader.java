package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.Deadline;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.DecodingStoppedException;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds what the model is to see of a request's pictures, in the cache or by decoding them: bounded over all requests.
 */
final class PictureReader {
    /**
     * Threads of the system: decoding computes for seconds, and virtual threads that do so keep all others from
     * running.
     */
    private static final ThreadFactory READERS =
            Thread.ofPlatform().daemon().name("picture-", 0).factory();

    private final ImageDecoder decoder;
    private final VisionLanguageModel model;
    private final DecodingTurns turns;
    private final MemoryBudget pixels;
    private final MemoryBudget budget;
    private final ImageCache cache;

    /**
     * @param turns of a processor
     * @param pixels memory for those that are being decoded
     * @param budget memory for those that wait for the vision encoder
     */
    PictureReader(
            ImageDecoder decoder,
            VisionLanguageModel model,
            DecodingTurns turns,
            MemoryBudget pixels,
            MemoryBudget budget,
            ImageCache cache) {
        this.decoder = decoder;
        this.model = model;
        this.pixels = pixels;
        this.budget = budget;
        this.cache = cache;
        this.turns = turns;
    }

    /** A request's pictures, some of which are still to be decoded. */
    final class Reading {
        private final List<PromptPlanner.Picture> images;
        private final List<ImageKey> keys = new ArrayList<>();
        private final List<Optional<ImageFeatures>> known = new ArrayList<>();
        private final String caller;
        private final Deadline deadline;
        private final Runnable giveBack;

        private Reading(PromptPlanner.Planned plan, String caller, Deadline deadline)
                throws InterruptedException, OverdueException {
            this.images = plan.pictures();
            this.caller = caller;
            this.deadline = deadline;
            long bytes = 0;
            for (int i = 0; i < images.size(); i++) {
                PromptPlanner.Picture image = images.get(i);
                keys.add(ImageKey.of(image.bytes(), preprocessing(image), image.pixels()));
                known.add(cache.find(keys.get(i)));
                bytes += known.get(i).isPresent()
                        ? 0
                        : plan.layout().images().get(i).patchBytes();
            }
            this.giveBack = budget.take(caller, bytes, deadline);
        }

        /** To be run when no patches are held any more; more than once is as good as once. */
        Runnable giveBack() {
            return giveBack;
        }

        /**
         * Decodes, resizes and cuts those that no earlier request had encoded.
         *
         * @param reports is told of the others
         */
        List<Assignment.Picture> pictures(PictureReports reports)
                throws ChatException, InterruptedException, OverdueException {
            List<Assignment.Picture> pictures = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                ImageFeatures features = known.get(i).orElse(null);
                if (features == null) {
                    pictures.add(Assignment.Picture.toEncode(keys.get(i), decoded(i)));
                } else {
                    reports.known(i);
                    pictures.add(Assignment.Picture.known(keys.get(i), features));
                }
            }
            return pictures;
        }

        private Patches decoded(int number) throws ChatException, InterruptedException, OverdueException {
            PromptPlanner.Picture image = images.get(number);
            Runnable forgetPixels = pixels.take(caller, image.header().decodingBytes(), deadline);
            DecodingTurns.Picture turn = turns.of(caller);
            FutureTask<Patches> reading = new FutureTask<>(() -> patches(image, turn));
            boolean begun = false;
            try {
                READERS.newThread(() -> {
                            try (turn) {
                                reading.run();
                            } finally {
                                forgetPixels.run();
                            }
                        })
                        .start();
                begun = true;
                return await(reading, number, deadline);
            } finally {
                turn.stop(); // if it is not done, nobody waits for it any more
                if (!begun) {
                    turn.close();
                    forgetPixels.run();
                }
            }
        }
    }

    /**
     * Looks a request's pictures up, and waits until there is memory for what is made of the others.
     *
     * @param caller on whose behalf: callers take turns
     */
    Reading begin(PromptPlanner.Planned plan, String caller, Deadline deadline)
            throws InterruptedException, OverdueException {
        return new Reading(plan, caller, deadline);
    }

    private String preprocessing(PromptPlanner.Picture image) {
        return image.alpha() + ", " + model.preprocessing();
    }

    /** On a thread of its own, in the picture's turns. */
    private Patches patches(PromptPlanner.Picture image, DecodingTurns.Picture turn) throws ImageException {
        try {
            turn.begin();
            Rgb decoded = decoder.with(image.alpha()).decode(image.bytes(), turn);
            return model.patches(decoded, image.pixels(), turn);
        } catch (DecodingStoppedException | ImageException e) { // readers may wrap what ends them
            if (turn.isOverTime()) {
                throw ImageException.tooSlow(image.header().stored(), turns.most());
            }
            throw e;
        }
    }

    private static Patches await(Future<Patches> reading, int number, Deadline deadline)
            throws ChatException, InterruptedException, OverdueException {
        try {
            return reading.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new OverdueException();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ImageException unreadable -> throw unreadable.at(number);
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException("reading a picture failed", e);
            }
        }
    }
}
