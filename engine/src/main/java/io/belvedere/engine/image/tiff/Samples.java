package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;

/**
 * The samples of a pixel.
 *
 * @param perPixel 1 to 8
 * @param bits of each: 1 to 16 or 32, floating 16, 32 or 64
 */
record Samples(int perPixel, int bits, boolean floating) {
    private static final int MAX_PER_PIXEL = 8;
    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOATING = 3;
    private static final int UNTYPED = 4;

    static Samples of(Directory directory, Photometric photometric) throws ImageException {
        int usual = photometric == Photometric.RGB ? 3 : 1;
        long perPixel = directory.number(Tag.SAMPLES_PER_PIXEL, usual);
        Refusal.when(perPixel > MAX_PER_PIXEL, "more than " + MAX_PER_PIXEL + " samples a pixel");
        if (perPixel < photometric.colors()) {
            throw new IllegalArgumentException(perPixel + " samples for " + photometric);
        }
        long bits = same(directory, Tag.BITS_PER_SAMPLE, 1, (int) perPixel, "samples of different depths");
        int format = (int) same(directory, Tag.SAMPLE_FORMAT, UNSIGNED, (int) perPixel, "samples of different kinds");
        Refusal.when(format == SIGNED, "signed samples");
        Refusal.when(format > UNTYPED, "complex samples");
        boolean floating = format == FLOATING;
        if (bits < 1) {
            throw new IllegalArgumentException("samples of " + bits + " bits");
        }
        boolean read = floating ? bits == 16 || bits == 32 || bits == 64 : bits <= 16 || bits == 32;
        Refusal.when(!read, (bits > 64 ? "more than 64" : bits) + " bits a sample");
        return new Samples((int) perPixel, (int) bits, floating);
    }

    /** The value that a tag has for all samples; one value alone is meant for all, as libtiff takes it. */
    private static long same(Directory directory, Tag tag, long absent, int samples, String otherwise)
            throws ImageException {
        long[] values = directory.numbers(tag);
        if (values.length > 1 && values.length < samples) {
            throw new IllegalArgumentException(tag + " has " + values.length + " values");
        }
        for (int i = 1; i < Math.min(values.length, samples); i++) {
            Refusal.when(values[i] != values[0], otherwise);
        }
        return values.length == 0 ? absent : values[0];
    }

    /** What a row of {@code samples} samples takes. */
    int rowBytes(long samples) {
        return Math.toIntExact((samples * bits + 7) / 8);
    }
}
