package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageView;
import io.belvedere.chat.PixelRange;
import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageHeader;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.text.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out prompts, with pictures measured by their headers: nothing is decoded, and the model's thread has no part in
 * it. Any thread.
 */
final class PromptPlanner {
    private final ImageDecoder decoder;
    private final DecodingLimits limits;
    private final VisionLanguageModel model;
    private final TextTurns texts;
    private final int sliceTokens;

    /**
     * @param limits a picture that takes more to be decoded is refused
     * @param sliceTokens most prompt tokens that are computed at a time: a picture with more that must not be cut
     *     is refused
     */
    PromptPlanner(
            ImageDecoder decoder, DecodingLimits limits, VisionLanguageModel model, TextTurns texts, int sliceTokens) {
        this.decoder = decoder;
        this.limits = limits;
        this.model = model;
        this.texts = texts;
        this.sliceTokens = sliceTokens;
    }

    /**
     * A picture of a request.
     *
     * @param pixels how many of them the model is to see, within its limits
     * @param alpha what becomes of its transparency
     */
    record Picture(ImageBytes bytes, PixelRange pixels, AlphaRule alpha, ImageHeader header) {}

    /** @param pictures in the order of {@code layout}'s */
    record Planned(PromptPlan layout, List<Picture> pictures) {
        int tokens() {
            return layout.tokens().length;
        }

        List<ImageView> views() {
            List<ImageView> views = new ArrayList<>(pictures.size());
            for (int i = 0; i < pictures.size(); i++) {
                ImageHeader header = pictures.get(i).header();
                PromptPlan.Image image = layout.images().get(i);
                views.add(new ImageView(
                        size(header.stored()), size(header.oriented()), size(image.shown()), image.tokens()));
            }
            return views;
        }

        private static ImageView.Size size(ImageSize size) {
            return new ImageView.Size(size.width(), size.height());
        }
    }

    /**
     * @throws ChatException if a picture is not there, its header is none, its size is refused, or there is too much
     *     text
     */
    Planned plan(ChatRequest request) throws ChatException, InterruptedException {
        Prompt prompt = Prompt.of(request.messages());
        List<Picture> pictures = new ArrayList<>();
        for (Prompt.Piece.Image image : prompt.images()) {
            pictures.add(picture(image, pictures.size()));
        }
        List<PictureSizing> sizings = pictures.stream()
                .map(picture -> new PictureSizing(picture.header().oriented(), picture.pixels()))
                .toList();
        PromptPlan layout = texts.plan(request, prompt, () -> model.plan(prompt, sizings));
        requireSlices(layout);
        return new Planned(layout, List.copyOf(pictures));
    }

    private void requireSlices(PromptPlan layout) throws ChatException {
        if (layout.longestWhole() > sliceTokens) {
            throw new ChatException(new ChatFailure.Invalid(
                    ("An image takes %d tokens that must be computed together; this server computes at most %d at a"
                                    + " time. Ask for fewer pixels of it.")
                            .formatted(layout.longestWhole(), sliceTokens),
                    "messages"));
        }
    }

    private Picture picture(Prompt.Piece.Image image, int number) throws ChatException {
        try {
            ImageHeader header = decoder.probe(image.bytes());
            limits.check(header);
            AlphaRule alpha = image.background().map(AlphaRule::over).orElse(decoder.alpha());
            return new Picture(image.bytes(), image.pixels().within(model.pixels()), alpha, header);
        } catch (ImageException e) {
            throw e.at(number);
        }
    }
}
