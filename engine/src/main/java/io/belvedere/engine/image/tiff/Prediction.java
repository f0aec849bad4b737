package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.ImageException;
import java.nio.ByteOrder;

/**
 * What a row stores instead of its samples (TIFF 6.0, section 14; TIFF technical note 3).
 *
 * @param kind 1 none, 2 differences of samples, 3 differences of bytes that are sorted by significance
 * @param bits of a sample
 * @param stride samples from one to the one that it is the difference to
 */
record Prediction(int kind, int bits, int stride, ByteOrder order) {
    private static final int NONE = 1;
    private static final int HORIZONTAL = 2;
    private static final int FLOATING = 3;

    static Prediction of(Directory directory, Compression compression, Samples samples, int stride)
            throws ImageException {
        long kind = compression.isPredicted() ? directory.number(Tag.PREDICTOR, NONE) : NONE;
        Refusal.when(kind < NONE || kind > FLOATING, "predictor " + kind);
        int bits = samples.bits();
        Refusal.when(kind == HORIZONTAL && bits % 8 != 0, "a predictor of " + bits + " bits a sample");
        Refusal.when(kind == FLOATING && !samples.floating(), "a floating-point predictor of integers");
        return new Prediction((int) kind, bits, stride, directory.file().order());
    }

    boolean isUsed() {
        return kind != NONE;
    }

    /** Makes a row's samples of what it stores, in place. */
    void undo(byte[] row) {
        if (kind == FLOATING) {
            accumulateBytes(row);
            sort(row);
        } else if (kind == HORIZONTAL) {
            if (bits == 8) {
                accumulateBytes(row);
            } else {
                accumulateNumbers(row);
            }
        }
    }

    private void accumulateBytes(byte[] row) {
        for (int i = stride; i < row.length; i++) {
            row[i] += row[i - stride];
        }
    }

    /** Adds numbers of several bytes, beginning with the least significant one of each. */
    private void accumulateNumbers(byte[] row) {
        int bytes = bits / 8;
        int step = bytes * stride;
        boolean big = order == ByteOrder.BIG_ENDIAN;
        for (int i = step; i + bytes <= row.length; i += bytes) {
            int carry = 0;
            for (int b = 0; b < bytes; b++) {
                int at = i + (big ? bytes - 1 - b : b);
                int sum = (row[at] & 0xFF) + (row[at - step] & 0xFF) + carry;
                row[at] = (byte) sum;
                carry = sum >> 8;
            }
        }
    }

    /** From (byte of a sample, sample), the most significant byte first, to samples in the file's byte order. */
    private void sort(byte[] row) {
        int bytes = bits / 8;
        int samples = row.length / bytes;
        byte[] sorted = row.clone();
        for (int i = 0; i < samples; i++) {
            for (int b = 0; b < bytes; b++) {
                int place = order == ByteOrder.BIG_ENDIAN ? b : bytes - 1 - b;
                row[i * bytes + place] = sorted[b * samples + i];
            }
        }
    }
}
