package io.belvedere.engine.golden;

/**
 * How far computed values are from the reference's.
 *
 * @param stage that was compared, for the message
 * @param largest absolute difference; infinite if lengths differ or a value is not a number
 * @param at index of the largest
 * @param rms root of the mean squared difference
 */
public record Difference(String stage, double largest, int at, double rms) {
    /** Largest absolute differences that the set allows; its README says why. */
    public static final double PATCHES = 2e-6;

    public static final double VISION = 5e-4;
    public static final double TEXT = 1e-3;
    public static final double LOGITS = 2e-3;

    /** The rms of first logits over quantised weights with activations rounded to bytes. */
    public static final double ROUNDED_RMS = 0.8;

    public static Difference between(String stage, float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            String lengths = stage + " (" + actual.length + " values instead of " + expected.length + ")";
            return new Difference(lengths, Double.POSITIVE_INFINITY, -1, Double.POSITIVE_INFINITY);
        }
        double largest = 0;
        int at = -1;
        double squares = 0;
        for (int i = 0; i < actual.length; i++) {
            double apart = Math.abs((double) actual[i] - expected[i]);
            if (Double.isNaN(apart)) {
                return new Difference(stage, Double.POSITIVE_INFINITY, i, Double.POSITIVE_INFINITY);
            }
            if (apart > largest) {
                largest = apart;
                at = i;
            }
            squares += apart * apart;
        }
        return new Difference(stage, largest, at, Math.sqrt(squares / Math.max(1, actual.length)));
    }

    /** The allowed difference of a stage, by its name. */
    public static double allowed(String stage) {
        if (stage.startsWith("vision.")) {
            return VISION;
        }
        return stage.startsWith("text.") ? TEXT : LOGITS;
    }

    /** Fails with the stage and the largest difference if that is over the limit. */
    public void assertWithin(double limit) {
        if (!(largest <= limit)) {
            throw new AssertionError(this + ", allowed " + limit);
        }
    }

    @Override
    public String toString() {
        return "%s: largest difference %.3g at %d, rms %.3g".formatted(stage, largest, at, rms);
    }
}
