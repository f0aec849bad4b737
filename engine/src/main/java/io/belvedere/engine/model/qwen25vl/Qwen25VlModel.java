package io.belvedere.engine.model.qwen25vl;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.PixelRange;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.model.parts.TextDecoder;
import io.belvedere.engine.text.BytePairTokenizer;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.PromptTokens;
import io.belvedere.engine.text.TokenTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loaded Qwen2.5-VL. */
final class Qwen25VlModel implements VisionLanguageModel {
    private final BytePairTokenizer tokenizer;
    private final Qwen25VlPrompt template = new Qwen25VlPrompt();
    private final ModelShape shape;
    private final GenerationDefaults defaults;
    private final TextDecoder decoder;
    private final Optional<VisionEncoder> encoder;
    private final Optional<ImageProcessor> processor;
    private final int imageToken;

    /**
     * @param tokenizer has the marks that the template writes, and no more tokens than the decoder
     * @param decodeBytes see {@link ModelShape}
     * @param encoder empty: a text model alone, which takes no pictures
     */
    Qwen25VlModel(
            Qwen25VlConfig config,
            BytePairTokenizer tokenizer,
            GenerationDefaults defaults,
            TextDecoder decoder,
            long decodeBytes,
            Optional<VisionEncoder> encoder,
            LoadOptions options) {
        this.tokenizer = tokenizer;
        this.defaults = defaults;
        this.decoder = decoder;
        this.encoder = encoder;
        this.processor = config.vision().map(vision -> processor(vision, config.pictures(), options));
        this.imageToken =
                tokenizer.vocabulary().added(Qwen25VlPrompt.IMAGE_TOKEN).orElseThrow();
        TextConfig text = config.text();
        this.shape = new ModelShape(
                text.contextTokens(),
                tokenizer.vocabulary().size(),
                decoder.head().outputs(),
                text.layers(),
                text.kvHeads(),
                text.headDim(),
                PromptPositions.AXES,
                decodeBytes);
    }

    private static ImageProcessor processor(VisionConfig vision, PictureConfig pictures, LoadOptions options) {
        int side = vision.patchSize() * vision.mergeSize(); // pixels of a token
        PictureConfig capped = pictures.cappedAt((long) options.maxImageTokens() * side * side);
        return new ImageProcessor(
                vision.patchSize(),
                vision.mergeSize(),
                new SmartResize(side, capped.minPixels(), capped.maxPixels()),
                Resampler.TORCHVISION,
                capped.mean(),
                capped.deviation());
    }

    @Override
    public ModelShape shape() {
        return shape;
    }

    @Override
    public TokenTable vocabulary() {
        return tokenizer.vocabulary();
    }

    @Override
    public GenerationDefaults defaults() {
        return defaults;
    }

    @Override
    public boolean takesPictures() {
        return encoder.isPresent();
    }

    @Override
    public PixelRange pixels() {
        return processor.map(pictures -> pictures.resize().pixels()).orElse(PixelRange.ANY);
    }

    @Override
    public PromptPlan plan(Prompt prompt, List<PictureSizing> images) throws ChatException {
        List<PromptPositions.Cells> cells = new ArrayList<>();
        for (PictureSizing image : images) {
            cells.add(cells(image, cells.size()));
        }
        PromptTokens tokens = tokenizer.encode(
                template.render(prompt, image -> cells.get(image).count(), TemplateOptions.ANSWER), imageToken);
        return PromptPositions.plan(
                tokens, cells, count -> processor.orElseThrow().patchBytes(count));
    }

    private PromptPositions.Cells cells(PictureSizing image, int number) throws ChatException {
        ImageProcessor pictures = processor.orElseThrow(Qwen25VlModel::noPictures);
        try {
            return pictures.cells(pictures.target(image.upright(), image.pixels()));
        } catch (ImageException e) {
            throw e.at(number);
        }
    }

    private static ChatException noPictures() {
        return new ChatException(new ChatFailure.Invalid(
                "This model was loaded without its vision part (the mmproj file) and takes no pictures.", "messages"));
    }

    @Override
    public Patches patches(Rgb image, PixelRange pixels, DecodingWatch watch) throws ImageException {
        ImageProcessor pictures =
                processor.orElseThrow(() -> new IllegalStateException("this model has no vision encoder"));
        return pictures.patches(image, pictures.target(image.size(), pixels), watch);
    }

    @Override
    public String preprocessing() {
        return processor.map(ImageProcessor::describe).orElse("none");
    }

    @Override
    public Encoding encoding(Patches patches, Workspace scratch) {
        return encoder.orElseThrow(() -> new IllegalStateException("this model has no vision encoder"))
                .begin((PatchGrid) patches, scratch);
    }

    @Override
    public void forward(ForwardBatch batch, KvPages kv, Workspace scratch, LogitRows out) {
        decoder.forward(batch, kv, scratch, out);
    }
}
