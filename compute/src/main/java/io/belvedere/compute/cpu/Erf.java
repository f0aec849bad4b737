package io.belvedere.compute.cpu;

/** The error function in double precision. */
final class Erf {
    private Erf() {}

    /**
     * {@code 2/sqrt(pi) * integral of exp(-t²) from 0 to x}, within 1e-14; see the NIST Digital Library of Mathematical
     * Functions, 7.6.2 (series) and 7.9.1 (continued fraction).
     */
    static double erf(double x) {
        double size = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        double value = size < 2.5 ? series(size) : size < 6 ? 1 - complement(size) : 1;
        return Math.copySign(value, x);
    }

    /** {@code 2/sqrt(pi) exp(-x²) (x + 2x³/3 + 4x⁵/15 + ...)}: all terms positive, so nothing cancels. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    /** {@code exp(-x²)/sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))))}, from the inside out. */
    private static double complement(double x) {
        double tail = x;
        for (int n = 60; n >= 1; n--) {
            tail = x + n / 2.0 / tail;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
    }
}
