package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvSpan;
import io.belvedere.compute.Workspace;
import java.util.List;

/** One layer of the text decoder: causal attention and a gated MLP, each behind a norm and beside a residual. */
public record DecoderLayer(
        Backend backend, RmsNorm attentionNorm, CausalAttention attention, RmsNorm mlpNorm, GatedMlp mlp) {
    /** Intermediates of one pass; shared by all layers. */
    public record Scratch(Buffer normed, Buffer delta, CausalAttention.Scratch attention, GatedMlp.Scratch mlp) {}

    public Scratch scratch(Workspace workspace, int rows, int hidden) {
        return new Scratch(
                workspace.buffer(rows, hidden),
                workspace.buffer(rows, hidden),
                attention.scratch(workspace, rows),
                mlp.scratch(workspace, rows));
    }

    /** x {@code (tokens, hidden)} in place. */
    public void apply(Buffer x, Rotary.Angles angles, KvPages kv, int layer, List<KvSpan> spans, Scratch scratch) {
        attentionNorm.apply(x, scratch.normed);
        attention.apply(scratch.normed, angles, kv, layer, spans, scratch.attention, scratch.delta);
        backend.add(scratch.delta, x);
        mlpNorm.apply(x, scratch.normed);
        mlp.apply(scratch.normed, scratch.mlp, scratch.delta);
        backend.add(scratch.delta, x);
    }
}
