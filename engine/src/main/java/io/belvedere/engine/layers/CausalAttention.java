package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.KvPages;
import io.belvedere.compute.KvSpan;
import io.belvedere.compute.Workspace;
import java.util.List;

/** Causal self-attention with grouped key/value heads (Ainslie et al., 2023) over paged keys and values. */
public record CausalAttention(Backend backend, Linear query, Linear key, Linear value, Linear output, Rotary rotary) {
    /** Projections of one pass; shared by all layers. */
    public record Scratch(Buffer q, Buffer k, Buffer v, Buffer attended) {}

    public Scratch scratch(Workspace workspace, int rows) {
        return new Scratch(
                workspace.buffer(rows, query.outputs()),
                workspace.buffer(rows, key.outputs()),
                workspace.buffer(rows, value.outputs()),
                workspace.buffer(rows, query.outputs()));
    }

    /**
     * x {@code (n, hidden)} to out {@code (n, hidden)}; adds the rows' keys and values to the pages of {@code layer}.
     */
    public void apply(
            Buffer x, Rotary.Angles angles, KvPages kv, int layer, List<KvSpan> spans, Scratch scratch, Buffer out) {
        backend.matmul(x, List.of(query.into(scratch.q), key.into(scratch.k), value.into(scratch.v)));
        rotary.rotate(scratch.q, angles);
        rotary.rotate(scratch.k, angles);
        backend.attend(scratch.q, scratch.k, scratch.v, kv, layer, spans, scratch.attended);
        output.apply(scratch.attended, out);
    }
}
