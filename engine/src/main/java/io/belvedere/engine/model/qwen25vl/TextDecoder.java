package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvSpan;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Weight;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.RmsNorm;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.LogitRows;
import java.util.List;

/** The language model: token embeddings with picture rows put in, decoder layers, logits. */
record TextDecoder(
        Backend backend, Weight embedding, Rotary rotary, List<DecoderLayer> layers, RmsNorm finalNorm, Linear head) {
    private static final int AXES = 3; // time, height, width

    void forward(ForwardBatch batch, KvPages kv, Workspace workspace, LogitRows out) {
        workspace.reset();
        Trace trace = workspace.trace();
        Buffer x = embed(batch, workspace);
        trace.tap("text.embeds", x);
        int[][] positions = new int[AXES][];
        for (int axis = 0; axis < AXES; axis++) {
            positions[axis] = batch.positions(axis);
        }
        Rotary.Angles angles = rotary.angles(positions, workspace);
        List<KvSpan> spans = batch.spans();
        DecoderLayer.Scratch scratch = layers.getFirst().scratch(workspace, x.rows(), x.columns());
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).apply(x, angles, kv, i, spans, scratch);
            trace.tap("text.layer." + i, x);
        }
        logits(x, batch.logitRowNumbers(), workspace, out);
    }

    /** {@code (tokens, hidden)}: rows of the embedding, placeholders overwritten by their picture's rows. */
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
