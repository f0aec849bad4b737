package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Assignment;
import io.belvedere.engine.run.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Finds a request's pictures, and what the model is to see of them: bounded over all requests. */
final class PictureReader {
    private final ImageDecoder decoder;
    private final VisionLanguageModel model;
    private final String preprocessing;
    private final Semaphore decoding;
    private final PatchBudget budget;
    private final ImageCache cache;

    /** @param atOnce pictures decoded at the same time: each takes a processor and memory by its size */
    PictureReader(ImageDecoder decoder, VisionLanguageModel model, int atOnce, PatchBudget budget, ImageCache cache) {
        this.decoder = decoder;
        this.model = model;
        this.preprocessing = decoder.alpha() + ", " + model.preprocessing();
        this.budget = budget;
        this.cache = cache;
        this.decoding = new Semaphore(atOnce, true);
    }

    /** A request's pictures in order of appearance. */
    static List<ImageBytes> find(List<Message> messages) throws ChatException {
        List<ImageBytes> images = new ArrayList<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                switch (part) {
                    case Part.Text text -> {}
                    case Part.Image(ImageSource.Inline(ImageBytes bytes)) -> images.add(bytes);
                    case Part.Image(ImageSource.Remote remote) ->
                        throw new ChatException(new ChatFailure.Invalid(
                                "The picture was not fetched before it came here.", "messages"));
                }
            }
        }
        return images;
    }

    /** Upright sizes, from the headers alone. */
    List<ImageSize> sizes(List<ImageBytes> images) throws ChatException {
        List<ImageSize> sizes = new ArrayList<>();
        for (ImageBytes image : images) {
            try {
                sizes.add(decoder.probe(image).oriented());
            } catch (ImageException e) {
                throw e.at(sizes.size());
            }
        }
        return sizes;
    }

    /** A request's pictures, some of which are still to be decoded. */
    final class Reading {
        private final List<ImageBytes> images;
        private final List<ImageKey> keys = new ArrayList<>();
        private final List<Optional<ImageFeatures>> known = new ArrayList<>();
        private final Deadline deadline;
        private final Runnable giveBack;

        private Reading(List<ImageBytes> images, PromptPlan plan, Deadline deadline)
                throws InterruptedException, OverdueException {
            this.images = images;
            this.deadline = deadline;
            long bytes = 0;
            for (int i = 0; i < images.size(); i++) {
                keys.add(ImageKey.of(images.get(i), preprocessing));
                known.add(cache.find(keys.get(i)));
                bytes += known.get(i).isPresent()
                        ? 0
                        : model.patchBytes(plan.images().get(i).count());
            }
            this.giveBack = budget.take(bytes, deadline);
        }

        /** To be run when no patches are held any more; more than once is as good as once. */
        Runnable giveBack() {
            return giveBack;
        }

        /** Decodes, resizes and cuts those that no earlier request had encoded. */
        List<Assignment.Picture> pictures() throws ChatException, InterruptedException, OverdueException {
            List<Assignment.Picture> pictures = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                ImageFeatures features = known.get(i).orElse(null);
                pictures.add(
                        features == null
                                ? Assignment.Picture.toEncode(keys.get(i), patches(images.get(i), i, deadline))
                                : Assignment.Picture.known(keys.get(i), features));
            }
            return pictures;
        }
    }

    /** Looks a request's pictures up, and waits until there is memory to decode the others. */
    Reading begin(List<ImageBytes> images, PromptPlan plan, Deadline deadline)
            throws InterruptedException, OverdueException {
        return new Reading(images, plan, deadline);
    }

    private Patches patches(ImageBytes image, int number, Deadline deadline)
            throws ChatException, InterruptedException, OverdueException {
        if (!decoding.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
            throw new OverdueException();
        }
        try {
            return model.patches(decoder.decode(image));
        } catch (ImageException e) {
            throw e.at(number);
        } finally {
            decoding.release();
        }
    }
}
