package io.belvedere.server.document.pdf.jpx;

/** Samples of any depth as 8 bits. */
final class Samples {
    private Samples() {}

    /** {@code value} of 0 to 2^depth - 1; the lower bits of deeper samples are left out. */
    static int to8(int value, int depth) {
        return depth >= 8 ? value >> (depth - 8) : value * 255 / ((1 << depth) - 1);
    }

    static int clamped(int value, int depth) {
        return Math.clamp(value, 0, (1 << depth) - 1);
    }
}
