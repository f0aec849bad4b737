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
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Finds a request's pictures, and what the model is to see of them: bounded over all requests. */
final class PictureReader {
    private final ImageDecoder decoder;
    private final Semaphore decoding;
    private final PatchBudget budget;
    private final ImageCache cache;

    /** @param atOnce pictures decoded at the same time: each takes a processor and memory by its size */
    PictureReader(ImageDecoder decoder, int atOnce, PatchBudget budget, ImageCache cache) {
        this.decoder = decoder;
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

    /**
     * What is known of the pictures from earlier requests, and the others decoded, resized and cut, as the budget has room for them.
     *
     * @param taken is told how to give back what of the budget was taken, also of pictures before one that fails
     */
    List<Assignment.Picture> read(List<ImageBytes> images, VisionLanguageModel model, Consumer<Runnable> taken)
            throws ChatException, InterruptedException {
        List<Assignment.Picture> pictures = new ArrayList<>();
        for (ImageBytes image : images) {
            ImageKey key = ImageKey.of(image, decoder.alpha() + ", " + model.preprocessing());
            ImageFeatures known = cache.find(key).orElse(null);
            if (known != null) {
                pictures.add(Assignment.Picture.known(key, known));
                continue;
            }
            Patches patches = patches(image, pictures.size(), model);
            taken.accept(budget.take(patches));
            pictures.add(Assignment.Picture.toEncode(key, patches));
        }
        return pictures;
    }

    private Patches patches(ImageBytes image, int number, VisionLanguageModel model)
            throws ChatException, InterruptedException {
        decoding.acquire();
        try {
            return model.patches(decoder.decode(image));
        } catch (ImageException e) {
            throw e.at(number);
        } finally {
            decoding.release();
        }
    }
}
