package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;

/** One block of the vision encoder: attention and a gated MLP, each behind a norm and beside a residual. */
public record VisionBlock(
        Backend backend, RmsNorm attentionNorm, SpanAttention attention, RmsNorm mlpNorm, GatedMlp mlp) {
    /** Intermediates of one pass; shared by all blocks. */
    public record Scratch(Buffer normed, Buffer delta, SpanAttention.Scratch attention, GatedMlp.Scratch mlp) {}

    public Scratch scratch(Workspace workspace, int rows, int hidden) {
        return new Scratch(
                workspace.buffer(rows, hidden),
                workspace.buffer(rows, hidden),
                attention.scratch(workspace, rows),
                mlp.scratch(workspace, rows));
    }

    /** x {@code (patches, hidden)} in place. */
    public void apply(Buffer x, Rotary.Angles angles, int[] bounds, Scratch scratch) {
        attentionNorm.apply(x, scratch.normed);
        attention.apply(scratch.normed, angles, bounds, scratch.attention, scratch.delta);
        backend.add(scratch.delta, x);
        mlpNorm.apply(x, scratch.normed);
        mlp.apply(scratch.normed, scratch.mlp, scratch.delta);
        backend.add(scratch.delta, x);
    }
}
