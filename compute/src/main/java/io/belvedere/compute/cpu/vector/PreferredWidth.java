package io.belvedere.compute.cpu.vector;

import java.util.function.IntSupplier;

/** Tells the widest vectors, in bits, that the processor and these kernels share. */
public final class PreferredWidth implements IntSupplier {
    @Override
    public int getAsInt() {
        return Lanes.widest();
    }
}
