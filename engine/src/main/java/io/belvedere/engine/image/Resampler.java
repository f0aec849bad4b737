package io.belvedere.engine.image;

import java.util.Arrays;

/**
 * Antialiased bicubic resizing (a = -0.5) from 8 bits to 8 bits: first each row, then each column, rounded and clamped
 * after both. The target's aspect ratio may differ from the source's. A side that keeps its length is copied.
 *
 * <p>The two differ only in the precision of the weights, by at most 2 levels in about 1.5 % of the samples.
 */
public enum Resampler {
    /** Weights in 16 bits, as torchvision resizes 8-bit images on a CPU and thereby the reference's image processor. */
    TORCHVISION {
        @Override
        int fractionBits(double largestWeight) {
            int bits = 0;
            while (bits < MAX_FRACTION_BITS && (int) (0.5 + largestWeight * (1 << (bits + 1))) < 1 << 15) {
                bits++;
            }
            return bits;
        }
    },

    /** Weights with 22 fractional bits, as Pillow has them. */
    PILLOW {
        @Override
        int fractionBits(double largestWeight) {
            return MAX_FRACTION_BITS;
        }
    };

    private static final int MAX_FRACTION_BITS = 22;

    abstract int fractionBits(double largestWeight);

    /** The whole picture stretched to {@code target}; the same object if it has that size. */
    public Rgb resize(Rgb image, ImageSize target) {
        return resize(image, target, DecodingWatch.NONE);
    }

    /**
     * As {@link #resize(Rgb, ImageSize)}.
     *
     * @param watch is asked for each row
     */
    public Rgb resize(Rgb image, ImageSize target, DecodingWatch watch) {
        Rgb wide = image.width() == target.width() ? image : resizeRows(image, target.width(), watch);
        return image.height() == target.height() ? wide : resizeColumns(wide, target.height(), watch);
    }

    private Rgb resizeRows(Rgb image, int width, DecodingWatch watch) {
        ResampleWeights weights = ResampleWeights.of(this, image.width(), width);
        byte[] samples = new byte[Math.multiplyExact(3 * width, image.height())];
        for (int y = 0; y < image.height(); y++) {
            watch.goOn();
            resizeRow(image.samples(), 3 * image.width() * y, samples, 3 * width * y, weights);
        }
        return new Rgb(width, image.height(), samples);
    }

    private static void resizeRow(byte[] from, int fromRow, byte[] to, int toRow, ResampleWeights weights) {
        int[] values = weights.values();
        for (int x = 0, target = toRow; x < weights.size(); x++, target += 3) {
            int red = weights.half();
            int green = red;
            int blue = red;
            int source = fromRow + 3 * weights.first(x);
            for (int k = weights.start(x); k < weights.start(x + 1); k++, source += 3) {
                red += values[k] * (from[source] & 0xFF);
                green += values[k] * (from[source + 1] & 0xFF);
                blue += values[k] * (from[source + 2] & 0xFF);
            }
            to[target] = clamp(red >> weights.fractionBits());
            to[target + 1] = clamp(green >> weights.fractionBits());
            to[target + 2] = clamp(blue >> weights.fractionBits());
        }
    }

    private Rgb resizeColumns(Rgb image, int height, DecodingWatch watch) {
        ResampleWeights weights = ResampleWeights.of(this, image.height(), height);
        int row = 3 * image.width();
        byte[] samples = new byte[Math.multiplyExact(row, height)];
        int[] sums = new int[row];
        for (int y = 0; y < height; y++) {
            watch.goOn();
            Arrays.fill(sums, weights.half());
            int source = row * weights.first(y);
            for (int k = weights.start(y); k < weights.start(y + 1); k++, source += row) {
                addScaled(sums, image.samples(), source, weights.values()[k]);
            }
            for (int i = 0; i < row; i++) {
                samples[row * y + i] = clamp(sums[i] >> weights.fractionBits());
            }
        }
        return new Rgb(image.width(), height, samples);
    }

    private static void addScaled(int[] sums, byte[] samples, int start, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * (samples[start + i] & 0xFF);
        }
    }

    private static byte clamp(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
