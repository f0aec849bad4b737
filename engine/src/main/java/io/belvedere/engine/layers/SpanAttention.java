package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import java.util.List;

/** Self-attention without a mask inside spans of rows: windows of a picture, or the whole of it. */
public record SpanAttention(
        Backend backend, int heads, Linear query, Linear key, Linear value, Linear output, Rotary rotary) {
    /** Projections of one pass {@code (n, hidden)}; shared by all layers. */
    public record Scratch(Buffer q, Buffer k, Buffer v, Buffer attended) {}

    public Scratch scratch(Workspace workspace, int rows) {
        int width = query.outputs();
        return new Scratch(
                workspace.buffer(rows, width),
                workspace.buffer(rows, width),
                workspace.buffer(rows, width),
                workspace.buffer(rows, width));
    }

    /**
     * x {@code (n, hidden)} to out {@code (n, hidden)}.
     *
     * @param bounds the spans: {@code [bounds[i], bounds[i + 1])}, from 0 to n
     */
    public void apply(Buffer x, Rotary.Angles angles, int[] bounds, Scratch scratch, Buffer out) {
        backend.matmul(x, List.of(query.into(scratch.q), key.into(scratch.k), value.into(scratch.v)));
        rotary.rotate(scratch.q, angles);
        rotary.rotate(scratch.k, angles);
        backend.attendSpans(scratch.q, scratch.k, scratch.v, heads, bounds, scratch.attended);
        output.apply(scratch.attended, out);
    }
}
