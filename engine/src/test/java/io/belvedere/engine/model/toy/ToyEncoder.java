package io.belvedere.engine.model.toy;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ImageFeatures;

/** Two linear layers: what comes out of the second is level 0, what of the first is level 1. */
record ToyEncoder(Backend backend, Linear first, Linear second) {
    private static final int LEVELS = 2;

    Encoding begin(ToyPatches patches, Workspace workspace) {
        workspace.reset();
        Buffer colours = workspace.buffer(patches.rows(), ToyPatches.CHANNELS);
        Buffer inner = workspace.buffer(patches.rows(), first.outputs());
        Buffer outer = workspace.buffer(patches.rows(), second.outputs());
        backend.write(patches.values(), 0, colours);
        return new Encoding() {
            private int part;

            @Override
            public boolean advance() {
                if (part++ == 0) {
                    first.apply(colours, inner);
                    backend.gelu(inner);
                } else {
                    second.apply(inner, outer);
                }
                return part == LEVELS;
            }

            @Override
            public double done() {
                return (double) part / LEVELS;
            }

            @Override
            public ImageFeatures features() {
                int level = outer.rows() * outer.columns();
                float[] values = new float[LEVELS * level];
                backend.read(outer, values, 0);
                backend.read(inner, values, level);
                return new ImageFeatures(outer.rows(), outer.columns(), LEVELS, values);
            }
        };
    }
}
