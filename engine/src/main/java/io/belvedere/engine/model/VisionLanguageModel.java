package io.belvedere.engine.model;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.PixelRange;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.TokenTable;
import java.util.List;

/**
 * A loaded model. Immutable: nothing that a request does changes it. {@link #plan} and {@link #patches} are pure and
 * run on any thread; {@link #encode} and {@link #forward} run on the one thread that owns the backend.
 */
public interface VisionLanguageModel {
    ModelShape shape();

    TokenTable vocabulary();

    GenerationDefaults defaults();

    /** Whether it was loaded with its vision part. */
    boolean takesPictures();

    /** The limits of what it can be shown of a picture; anything if it takes none. */
    PixelRange pixels();

    /**
     * Lays out the prompt: tokens, where pictures stand in it and how large they are there, positions. Needs no pixels.
     *
     * @param images the prompt's, in order
     * @throws ChatException if a picture's size is refused or the model takes no pictures
     */
    PromptPlan plan(Prompt prompt, List<PictureSizing> images) throws ChatException;

    /**
     * Resizes, normalises and cuts a picture.
     *
     * @param pixels within {@link #pixels()}, as they were given to {@link #plan}
     * @param watch is asked again and again whether to go on
     * @throws ImageException if its size is refused; {@link #plan} has refused it before
     */
    Patches patches(Rgb image, PixelRange pixels, DecodingWatch watch) throws ImageException;

    /** As {@link #patches(Rgb, PixelRange, DecodingWatch)}; nobody stops it. */
    default Patches patches(Rgb image, PixelRange pixels) throws ImageException {
        return patches(image, pixels, DecodingWatch.NONE);
    }

    /**
     * All that decides, besides a picture's bytes, its decoder and its range of pixels, which features come out: goes
     * into the keys of caches.
     */
    String preprocessing();

    /**
     * Begins to turn patches into the rows that stand for the picture in the prompt; scratch is the encoding's until
     * its end.
     */
    Encoding encoding(Patches patches, Workspace scratch);

    /** The whole encoding at once. */
    default ImageFeatures encode(Patches patches, Workspace scratch) {
        Encoding encoding = encoding(patches, scratch);
        while (!encoding.advance()) {}
        return encoding.features();
    }

    /**
     * Runs the decoder over a batch: fills the pages with the batch's keys and values, and {@code out} with the logits
     * asked for.
     */
    void forward(ForwardBatch batch, KvPages kv, Workspace scratch, LogitRows out);
}
