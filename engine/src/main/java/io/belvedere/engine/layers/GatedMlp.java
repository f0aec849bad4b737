package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import java.util.List;

/** SwiGLU feed-forward (Shazeer, 2020): {@code down(silu(gate(x)) * up(x))}. */
public record GatedMlp(Backend backend, Linear gate, Linear up, Linear down) {
    /** Rows taken at a time, so that the two wide intermediates stay small however many rows there are. */
    private static final int CHUNK_ROWS = 512;

    /** The intermediates of one pass; shared by all layers of equal width. */
    public record Scratch(Buffer gate, Buffer up) {}

    public Scratch scratch(Workspace workspace, int rows) {
        int chunk = Math.min(rows, CHUNK_ROWS);
        return new Scratch(workspace.buffer(chunk, gate.outputs()), workspace.buffer(chunk, up.outputs()));
    }

    /** x {@code (n, in)} to out {@code (n, in)}. */
    public void apply(Buffer x, Scratch scratch, Buffer out) {
        for (int from = 0; from < x.rows(); from += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, x.rows() - from);
            Buffer gated = scratch.gate.rows(0, rows);
            Buffer upped = scratch.up.rows(0, rows);
            backend.matmul(x.rows(from, rows), List.of(gate.into(gated), up.into(upped)));
            backend.siluMul(gated, upped);
            down.apply(gated, out.rows(from, rows));
        }
    }
}
