package io.belvedere.engine.model.parts;

/**
 * Bounds of a model's numbers: far above any published model, and low enough that no product of them overflows or asks
 * for much memory.
 */
public final class Extents {
    private Extents() {}

    /** @throws IllegalArgumentException unless {@code value} is 1 to {@code most} */
    public static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be 1 to " + most + ", given " + value);
        }
    }
}
