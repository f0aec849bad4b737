package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;

/**
 * Which sample of a pixel is its opacity.
 *
 * @param sample its place; -1 if there is none
 * @param multiplied whether the colours were multiplied by it
 */
record Opacity(int sample, boolean multiplied) {
    static final Opacity NONE = new Opacity(-1, false);

    private static final int ASSOCIATED = 1;
    private static final int UNASSOCIATED = 2;

    /**
     * The first extra sample that is one; RGB with a fourth sample of which nothing is said has it there, as Pillow
     * takes it.
     */
    static Opacity of(Directory directory, Photometric photometric, int samples) throws ImageException {
        int colors = photometric.colors();
        if (!directory.has(Tag.EXTRA_SAMPLES)) {
            return photometric == Photometric.RGB && samples == 4 ? new Opacity(colors, false) : NONE;
        }
        long[] kinds = directory.numbers(Tag.EXTRA_SAMPLES);
        for (int i = 0; i < kinds.length && colors + i < samples; i++) {
            if (kinds[i] == ASSOCIATED) {
                boolean clear = photometric == Photometric.RGB || photometric == Photometric.BLACK_IS_ZERO;
                Refusal.when(!clear, "associated alpha beside colours other than RGB and grey");
                return new Opacity(colors + i, true);
            } else if (kinds[i] == UNASSOCIATED) {
                return new Opacity(colors + i, false);
            }
        }
        return NONE;
    }

    boolean isPresent() {
        return sample >= 0;
    }
}
