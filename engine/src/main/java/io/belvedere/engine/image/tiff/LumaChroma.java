package io.belvedere.engine.image.tiff;

/**
 * Y, Cb and Cr of 8 bits (TIFF 6.0, sections 20 and 21), in libtiff's fixed-point arithmetic.
 *
 * @param luma by Y
 * @param red by Cr
 * @param greenOfRed by Cr, with 16 bits behind the point
 * @param greenOfBlue by Cb, likewise
 * @param blue by Cb
 */
record LumaChroma(int[] luma, int[] red, int[] greenOfRed, int[] greenOfBlue, int[] blue) implements Coloring {
    private static final int SHIFT = 16;
    private static final int HALF = 1 << (SHIFT - 1);

    /** JPEG's own rule, which libjpeg follows whatever the tags say. */
    static final LumaChroma OF_JPEG = of(new double[] {0.299, 0.587, 0.114}, 0, 255, 128, 255, 128, 255);

    static LumaChroma of(Directory directory) {
        return of(
                directory.fractions(Tag.YCBCR_COEFFICIENTS, 0.299, 0.587, 0.114),
                directory.fractions(Tag.REFERENCE_BLACK_WHITE, 0, 255, 128, 255, 128, 255));
    }

    /** @param range black and white of Y, Cb and Cr */
    private static LumaChroma of(double[] weights, double... range) {
        if (weights.length < 3 || range.length < 6 || !(weights[1] != 0)) {
            throw new IllegalArgumentException("coefficients of YCbCr are missing");
        }
        double redFactor = 2 - 2 * weights[0];
        double blueFactor = 2 - 2 * weights[2];
        int d1 = fixed(redFactor);
        int d2 = -fixed(weights[0] * redFactor / weights[1]);
        int d3 = fixed(blueFactor);
        int d4 = -fixed(weights[2] * blueFactor / weights[1]);
        LumaChroma tables = new LumaChroma(new int[256], new int[256], new int[256], new int[256], new int[256]);
        for (int i = 0; i < 256; i++) {
            int cb = value(i - 128, range[2] - 128, range[3] - 128, 127);
            int cr = value(i - 128, range[4] - 128, range[5] - 128, 127);
            tables.luma[i] = value(i, range[0], range[1], 255);
            tables.red[i] = (d1 * cr + HALF) >> SHIFT;
            tables.greenOfRed[i] = d2 * cr;
            tables.greenOfBlue[i] = d4 * cb + HALF;
            tables.blue[i] = (d3 * cb + HALF) >> SHIFT;
        }
        return tables;
    }

    private static int fixed(double factor) {
        if (!(Math.abs(factor) < 8)) {
            throw new IllegalArgumentException("a coefficient of YCbCr is " + factor);
        }
        return (int) (factor * (1 << SHIFT) + 0.5);
    }

    /** Of a code: black is 0 and white {@code most}. */
    private static int value(int code, double black, double white, int most) {
        int zero = (int) black;
        double steps = white - zero == 0 ? 1 : white - zero;
        return (int) Math.clamp((code - zero) * (double) most / steps, -1024, 1024);
    }

    @Override
    public void convert(int[] samples, int stride, int count, int[] colors) {
        for (int i = 0, from = 0, to = 0; i < count; i++, from += stride, to += 3) {
            int y = luma[samples[from]];
            int cb = samples[from + 1];
            int cr = samples[from + 2];
            colors[to] = Math.clamp(y + red[cr], 0, 255);
            colors[to + 1] = Math.clamp(y + ((greenOfBlue[cb] + greenOfRed[cr]) >> SHIFT), 0, 255);
            colors[to + 2] = Math.clamp(y + blue[cb], 0, 255);
        }
    }
}
