package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.RmsNorm;

/** Makes one decoder row of each 2x2 cell: norm per patch, concatenation, two linear layers with exact GELU between. */
record PatchMerger(Backend backend, RmsNorm norm, Linear first, Linear second) {
    /** x {@code (patches, hidden)}, overwritten, to {@code (cells, decoder hidden)}. */
    Buffer apply(Buffer x, Workspace workspace) {
        norm.apply(x, x);
        Buffer cells = x.reshape(x.rows() * x.columns() / first.inputs(), first.inputs());
        Buffer inner = workspace.buffer(cells.rows(), first.outputs());
        first.apply(cells, inner);
        backend.gelu(inner);
        Buffer merged = workspace.buffer(cells.rows(), second.outputs());
        second.apply(inner, merged);
        return merged;
    }
}
