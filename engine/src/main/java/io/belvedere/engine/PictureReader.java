package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.VisionLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Finds a request's pictures and turns them into a model's patches, a bounded number at a time over all requests. */
final class PictureReader {
    private final ImageDecoder decoder;
    private final Semaphore decoding;

    /** @param atOnce pictures decoded at the same time: each takes a processor and memory by its size */
    PictureReader(ImageDecoder decoder, int atOnce) {
        this.decoder = decoder;
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

    /** Decoded, resized and cut. */
    List<Patches> patches(List<ImageBytes> images, VisionLanguageModel model)
            throws ChatException, InterruptedException {
        List<Patches> patches = new ArrayList<>();
        for (ImageBytes image : images) {
            decoding.acquire();
            try {
                patches.add(model.patches(decoder.decode(image)));
            } catch (ImageException e) {
                throw e.at(patches.size());
            } finally {
                decoding.release();
            }
        }
        return patches;
    }
}
