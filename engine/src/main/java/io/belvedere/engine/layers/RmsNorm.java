package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Weight;

/** Root-mean-square normalisation with a gain per column (Zhang and Sennrich, 2019). */
public record RmsNorm(Backend backend, Weight gain, float epsilon) {
    /** Row by row; out may be x. */
    public void apply(Buffer x, Buffer out) {
        backend.rmsNorm(x, gain, epsilon, out);
    }
}
