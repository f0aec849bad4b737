package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Assignment;
import io.belvedere.engine.run.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Finds what the model is to see of a request's pictures, in the cache or by decoding them: bounded over all requests. */
final class PictureReader {
    /** Threads of the system: decoding computes for seconds, and virtual threads that do so keep all others from running. */
    private static final ThreadFactory READERS =
            Thread.ofPlatform().daemon().name("picture-", 0).factory();

    private final ImageDecoder decoder;
    private final VisionLanguageModel model;
    private final Semaphore decoding;
    private final MemoryBudget pixels;
    private final MemoryBudget budget;
    private final ImageCache cache;

    /**
     * @param atOnce pictures decoded at the same time: each takes a processor
     * @param pixels memory for those that are being decoded
     * @param budget memory for those that wait for the vision encoder
     */
    PictureReader(
            ImageDecoder decoder,
            VisionLanguageModel model,
            int atOnce,
            MemoryBudget pixels,
            MemoryBudget budget,
            ImageCache cache) {
        this.decoder = decoder;
        this.model = model;
        this.pixels = pixels;
        this.budget = budget;
        this.cache = cache;
        this.decoding = new Semaphore(atOnce, true);
    }

    /** A request's pictures, some of which are still to be decoded. */
    final class Reading {
        private final List<PromptPlanner.Picture> images;
        private final List<ImageKey> keys = new ArrayList<>();
        private final List<Optional<ImageFeatures>> known = new ArrayList<>();
        private final Deadline deadline;
        private final Runnable giveBack;

        private Reading(PromptPlanner.Planned plan, Deadline deadline) throws InterruptedException, OverdueException {
            this.images = plan.pictures();
            this.deadline = deadline;
            long bytes = 0;
            for (int i = 0; i < images.size(); i++) {
                PromptPlanner.Picture image = images.get(i);
                keys.add(ImageKey.of(image.bytes(), preprocessing(image), image.pixels()));
                known.add(cache.find(keys.get(i)));
                bytes += known.get(i).isPresent()
                        ? 0
                        : model.patchBytes(plan.layout().images().get(i).count());
            }
            this.giveBack = budget.take(bytes, deadline);
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
                    pictures.add(Assignment.Picture.toEncode(keys.get(i), patches(images.get(i), i, deadline)));
                } else {
                    reports.known(i);
                    pictures.add(Assignment.Picture.known(keys.get(i), features));
                }
            }
            return pictures;
        }
    }

    /** Looks a request's pictures up, and waits until there is memory to decode the others. */
    Reading begin(PromptPlanner.Planned plan, Deadline deadline) throws InterruptedException, OverdueException {
        return new Reading(plan, deadline);
    }

    private String preprocessing(PromptPlanner.Picture image) {
        return image.alpha() + ", " + model.preprocessing();
    }

    private Patches patches(PromptPlanner.Picture image, int number, Deadline deadline)
            throws ChatException, InterruptedException, OverdueException {
        if (!decoding.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new OverdueException();
        }
        FutureTask<Patches> reading = new FutureTask<>(
                () -> model.patches(decoder.with(image.alpha()).decode(image.bytes()), image.pixels()));
        boolean begun = false;
        try {
            Runnable giveBack = pixels.take(image.header().decodingBytes(), deadline);
            READERS.newThread(() -> {
                        try {
                            reading.run();
                        } finally {
                            giveBack.run();
                            decoding.release();
                        }
                    })
                    .start();
            begun = true;
        } finally {
            if (!begun) {
                decoding.release();
            }
        }
        return await(reading, number);
    }

    /** Where the wait is interrupted, the picture is read to its end, and its memory given back then. */
    private static Patches await(Future<Patches> reading, int number) throws ChatException, InterruptedException {
        try {
            return reading.get();
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
