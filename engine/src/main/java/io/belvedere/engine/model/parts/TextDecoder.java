package io.belvedere.engine.model.parts;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvSpan;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.DecoderLayer;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.RmsNorm;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.LogitRows;
import java.util.List;

/** The language model: token embeddings with images' rows put in, decoder layers, logits. */
public record TextDecoder(
        Backend backend, Weight embedding, Rotary rotary, List<DecoderLayer> layers, RmsNorm finalNorm, Linear head) {
    /** As {@link io.belvedere.engine.model.VisionLanguageModel#forward}. */
    public void forward(ForwardBatch batch, KvPages kv, Workspace workspace, LogitRows out) {
        workspace.reset();
        Trace trace = workspace.trace();
        Buffer x = embed(batch, workspace);
        trace.tap("text.embeds", x);
        Rotary.Angles angles = rotary.angles(batch.positions(), workspace);
        List<KvSpan> spans = batch.spans();
        DecoderLayer.Scratch scratch = layers.getFirst().scratch(workspace, x.rows(), x.columns());
        for (int i = 0; i < layers.size(); i++) {
            if (i > 0) {
                addLevel(i, batch, x, scratch.delta());
            }
            layers.get(i).apply(x, angles, kv, i, spans, scratch);
            trace.tap("text.layer." + i, x);
        }
        logits(x, batch.logitRowNumbers(), workspace, out);
    }

    /** {@code (tokens, hidden)}: rows of the embedding, placeholders overwritten by level 0 of their images. */
    private Buffer embed(ForwardBatch batch, Workspace workspace) {
        Buffer x = workspace.buffer(batch.rows(), embedding.columns());
        backend.embed(embedding, batch.tokens(), x);
        int sliceStart = 0;
        for (ForwardBatch.Slice slice : batch.slices()) {
            for (ForwardBatch.ImageRows image : slice.images()) {
                int at = Math.multiplyExact(image.from(), image.features().width());
                backend.write(image.features().values(), at, x.rows(sliceStart + image.row(), image.count()));
            }
            sliceStart += slice.tokens().length;
        }
        return x;
    }

    /**
     * Adds level {@code level} of the images that have so many to their rows of x.
     *
     * @param scratch as large as x, overwritten
     */
    private void addLevel(int level, ForwardBatch batch, Buffer x, Buffer scratch) {
        int sliceStart = 0;
        for (ForwardBatch.Slice slice : batch.slices()) {
            for (ForwardBatch.ImageRows image : slice.images()) {
                ImageFeatures features = image.features();
                if (level < features.levels()) {
                    int row = Math.addExact(Math.multiplyExact(level, features.tokens()), image.from());
                    Buffer rows = scratch.rows(0, image.count());
                    backend.write(features.values(), Math.multiplyExact(row, features.width()), rows);
                    backend.add(rows, x.rows(sliceStart + image.row(), image.count()));
                }
            }
            sliceStart += slice.tokens().length;
        }
    }

    private void logits(Buffer x, int[] rows, Workspace workspace, LogitRows out) {
        out.reserve(rows.length, head.outputs());
        if (rows.length == 0) {
            return;
        }
        Buffer last = workspace.buffer(rows.length, x.columns());
        backend.gather(x, rows, last);
        finalNorm.apply(last, last);
        workspace.trace().tap("text.final_norm", last);
        Buffer logits = workspace.buffer(rows.length, head.outputs());
        head.apply(last, logits);
        backend.read(logits, out.values(), 0);
    }
}
