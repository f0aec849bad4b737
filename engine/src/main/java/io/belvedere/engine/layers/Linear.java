package io.belvedere.engine.layers;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Projection;
import io.belvedere.compute.Weight;
import org.jspecify.annotations.Nullable;

/** {@code y = x · Wᵀ + b}, with W {@code (out, in)}. */
public record Linear(
        Backend backend, Weight weight, @Nullable Weight bias) {
    /** x {@code (n, in)} to out {@code (n, out)}. */
    public void apply(Buffer x, Buffer out) {
        backend.matmul(x, weight, bias, out);
    }

    /** For several products of the same x in one {@link Backend#matmul(Buffer, java.util.List) matmul}. */
    Projection into(Buffer out) {
        return new Projection(weight, bias, out);
    }

    public int inputs() {
        return weight.columns();
    }

    public int outputs() {
        return weight.rows();
    }
}
