package io.belvedere.engine.image;

import java.util.Arrays;

/**
 * Which input samples make each output sample along one axis, with fixed-point weights that sum to about 1. Taps that
 * would lie outside the picture are dropped and the rest made to sum to 1 again.
 *
 * @param firsts index of the first input sample of each output
 * @param starts weights of output i are values[starts[i], starts[i + 1])
 * @param fractionBits binary digits after the point
 */
record ResampleWeights(int[] firsts, int[] starts, int[] values, int fractionBits) {
    /** The kernel's reach, in input samples when enlarging and in output samples when reducing. */
    private static final double SUPPORT = 2;

    /** Resizing {@code in} samples to {@code out}. */
    static ResampleWeights of(Resampler resampler, int in, int out) {
        double scale = (double) in / out;
        double spread = Math.max(scale, 1);
        double support = SUPPORT * spread;
        int[] firsts = new int[out];
        int[] starts = new int[out + 1];
        double[] weights = new double[Math.multiplyExact(out, (int) Math.ceil(support) * 2 + 1)];
        for (int i = 0; i < out; i++) {
            double center = (i + 0.5) * scale;
            int first = Math.max(0, (int) (center - support + 0.5));
            int end = Math.min(in, (int) (center + support + 0.5));
            firsts[i] = first;
            starts[i + 1] = starts[i] + end - first;
            double sum = 0;
            for (int k = first; k < end; k++) {
                double weight = kernel((k - center + 0.5) * (1 / spread));
                weights[starts[i] + k - first] = weight;
                sum += weight;
            }
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                weights[k] /= sum;
            }
        }
        double largest = Arrays.stream(weights, 0, starts[out]).max().orElseThrow();
        int bits = resampler.fractionBits(largest);
        return new ResampleWeights(firsts, starts, fixed(weights, starts[out], bits), bits);
    }

    int size() {
        return firsts.length;
    }

    int first(int output) {
        return firsts[output];
    }

    int start(int output) {
        return starts[output];
    }

    /** One half in the weights' fixed point: added before the shift, it rounds. */
    int half() {
        return fractionBits == 0 ? 0 : 1 << (fractionBits - 1);
    }

    /** Cubic convolution with a = -0.5 (Keys 1981). */
    private static double kernel(double x) {
        double a = -0.5;
        double t = Math.abs(x);
        if (t < 1) {
            return ((a + 2) * t - (a + 3)) * t * t + 1;
        }
        return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
    }

    private static int[] fixed(double[] weights, int count, int bits) {
        int[] values = new int[count];
        for (int k = 0; k < count; k++) {
            values[k] = (int) (weights[k] * (1 << bits) + (weights[k] < 0 ? -0.5 : 0.5));
        }
        return values;
    }
}
