package io.belvedere.bench;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Rgb;

/** Antialiased bicubic resizing (a = -0.5) in double precision, as the formula has it. */
final class PlainResize {
    private static final double SUPPORT = 2;

    private PlainResize() {}

    /**
     * The input samples {@code [first, end)} that an output sample is made of, about a centre, {@code spread} times as
     * far apart as the kernel has them.
     */
    private record Window(double center, double spread, int first, int end) {
        static Window of(int output, int in, int out) {
            double scale = (double) in / out;
            double spread = Math.max(scale, 1);
            double center = (output + 0.5) * scale;
            int first = Math.max(0, (int) (center - SUPPORT * spread + 0.5));
            int end = Math.min(in, (int) (center + SUPPORT * spread + 0.5));
            return new Window(center, spread, first, end);
        }

        double weight(int input) {
            double t = Math.abs((input + 0.5 - center) / spread);
            if (t < 1) {
                return (1.5 * t - 2.5) * t * t + 1;
            }
            return t < SUPPORT ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
        }
    }

    /** Every output sample from all input samples about it. */
    static Rgb inOnePass(Rgb from, ImageSize to) {
        byte[] samples = new byte[Math.toIntExact(3 * to.pixels())];
        for (int y = 0; y < to.height(); y++) {
            Window rows = Window.of(y, from.height(), to.height());
            for (int x = 0; x < to.width(); x++) {
                Window columns = Window.of(x, from.width(), to.width());
                for (int c = 0; c < 3; c++) {
                    samples[3 * (y * to.width() + x) + c] = sample(from, rows, columns, c);
                }
            }
        }
        return new Rgb(to.width(), to.height(), samples);
    }

    private static byte sample(Rgb from, Window rows, Window columns, int channel) {
        double sum = 0;
        double weights = 0;
        for (int y = rows.first; y < rows.end; y++) {
            for (int x = columns.first; x < columns.end; x++) {
                double weight = rows.weight(y) * columns.weight(x);
                sum += weight * (from.samples()[3 * (y * from.width() + x) + channel] & 0xFF);
                weights += weight;
            }
        }
        return rounded(sum / weights);
    }

    /** Each row, then each column, with unrounded values between. */
    static Rgb inTwoPasses(Rgb from, ImageSize to) {
        double[] wide = new double[3 * to.width() * from.height()];
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                Window columns = Window.of(x, from.width(), to.width());
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    double weights = 0;
                    for (int k = columns.first; k < columns.end; k++) {
                        double weight = columns.weight(k);
                        sum += weight * (from.samples()[3 * (y * from.width() + k) + c] & 0xFF);
                        weights += weight;
                    }
                    wide[3 * (y * to.width() + x) + c] = sum / weights;
                }
            }
        }
        return columns(wide, from.height(), to);
    }

    private static Rgb columns(double[] wide, int height, ImageSize to) {
        int row = 3 * to.width();
        byte[] samples = new byte[row * to.height()];
        for (int y = 0; y < to.height(); y++) {
            Window rows = Window.of(y, height, to.height());
            for (int i = 0; i < row; i++) {
                double sum = 0;
                double weights = 0;
                for (int k = rows.first; k < rows.end; k++) {
                    double weight = rows.weight(k);
                    sum += weight * wide[k * row + i];
                    weights += weight;
                }
                samples[y * row + i] = rounded(sum / weights);
            }
        }
        return new Rgb(to.width(), to.height(), samples);
    }

    private static byte rounded(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }
}
