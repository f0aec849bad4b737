package io.belvedere.engine.model.toy;

import io.belvedere.chat.PixelRange;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.GenerationDefaults;
import io.belvedere.engine.model.LogitRows;
import io.belvedere.engine.model.ModelShape;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.model.parts.TextDecoder;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.TokenTable;
import java.util.List;
import java.util.Set;

/** A loaded toy. */
record ToyModel(TextDecoder decoder, ToyEncoder encoder, int kvHeads, int headDim) implements VisionLanguageModel {
    @Override
    public ModelShape shape() {
        int tokens = ToyPrompt.VOCABULARY.size();
        return new ModelShape(4096, tokens, tokens, decoder.layers().size(), kvHeads, headDim, 1, 0);
    }

    @Override
    public TokenTable vocabulary() {
        return ToyPrompt.VOCABULARY;
    }

    @Override
    public GenerationDefaults defaults() {
        return new GenerationDefaults(0, 0, 1, 0, 1, Set.of(ToyPrompt.END));
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
    public PromptPlan plan(Prompt prompt, List<PictureSizing> images) {
        return ToyPrompt.plan(
                prompt,
                images.stream()
                        .map(image -> ToyPatches.Grid.of(image.upright()))
                        .toList());
    }

    @Override
    public Patches patches(Rgb image, PixelRange pixels, DecodingWatch watch) {
        return ToyPatches.of(image);
    }

    @Override
    public String preprocessing() {
        return "stripes of tiles";
    }

    @Override
    public Encoding encoding(Patches patches, Workspace scratch) {
        return encoder.begin((ToyPatches) patches, scratch);
    }

    /** @throws IllegalStateException if a tile was cut apart */
    @Override
    public void forward(ForwardBatch batch, KvPages kv, Workspace scratch, LogitRows out) {
        for (ForwardBatch.Slice slice : batch.slices()) {
            for (ForwardBatch.ImageRows rows : slice.images()) {
                if (rows.count() != ToyPatches.STRIPES) {
                    throw new IllegalStateException(
                            "a part of a tile: rows " + rows.from() + " to " + (rows.from() + rows.count()));
                }
            }
        }
        decoder.forward(batch, kv, scratch, out);
    }
}
