package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.XyzColor;

/**
 * CIE L*a*b* under D50 (TIFF 6.0, section 23): L* from 0 to 100 over all of its bits, a* and b* signed with 8 bits
 * before the point.
 *
 * @param depth of a sample, 8 or 16 bits
 */
record Lab(int depth) implements Coloring {
    private static final double[] WHITE = {0.9642, 1, 0.8249};
    private static final double LINEAR_BELOW = 6.0 / 29;

    @Override
    public void convert(int[] samples, int stride, int count, int[] colors) {
        double most = (1 << depth) - 1.0;
        for (int i = 0, from = 0; i < count; i++, from += stride) {
            double y = (100 * samples[from] / most + 16) / 116;
            double x = y + signed(samples[from + 1]) / 500;
            double z = y - signed(samples[from + 2]) / 200;
            XyzColor.toSrgb(WHITE[0] * light(x), WHITE[1] * light(y), WHITE[2] * light(z), colors, 3 * i);
        }
    }

    private double signed(int sample) {
        return depth == 8 ? (byte) sample : (short) sample / 256.0;
    }

    private static double light(double root) {
        return root > LINEAR_BELOW ? root * root * root : (root - 4.0 / 29) * 3 * LINEAR_BELOW * LINEAR_BELOW;
    }
}
