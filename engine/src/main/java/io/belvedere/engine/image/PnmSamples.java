package io.belvedere.engine.image;

import java.io.IOException;

/** Samples one after the other, in digits, bits, bytes or words. */
final class PnmSamples {
    /** More than any sample may be. */
    private static final int TOO_MUCH = 1 << 17;

    private final byte[] bytes;
    private final boolean plain;
    private final boolean bitmap;
    private final int most;
    private int at;
    private int bit;

    PnmSamples(byte[] bytes, int start, boolean plain, boolean bitmap, int most) {
        this.bytes = bytes;
        this.at = start;
        this.plain = plain;
        this.bitmap = bitmap;
        this.most = most;
    }

    /** 0 to the largest that a sample may be. */
    int next() throws IOException {
        int sample;
        if (plain) {
            sample = bitmap ? digit() : number();
        } else if (bitmap) {
            sample = (bytes[at] >> (7 - bit)) & 1;
            bit = (bit + 1) & 7;
            at += bit == 0 ? 1 : 0;
        } else {
            sample = bytes[at++] & 0xFF;
            sample = most > 255 ? sample << 8 | (bytes[at++] & 0xFF) : sample;
        }
        if (sample > most) {
            throw new IOException("a sample beyond the largest");
        }
        return sample;
    }

    /** Rows of bits begin with a byte. */
    void endRow() {
        at += bit == 0 ? 0 : 1;
        bit = 0;
    }

    /** Bits need nothing between them. */
    private int digit() throws IOException {
        skipToDigit();
        return bytes[at++] - '0';
    }

    private int number() throws IOException {
        skipToDigit();
        int number = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            number = Math.min(TOO_MUCH, 10 * number + bytes[at++] - '0');
        }
        return number;
    }

    /** Over blanks and comments, which end with their line. */
    private void skipToDigit() throws IOException {
        while (bytes[at] < '0' || bytes[at] > '9') {
            if (bytes[at] == '#') {
                while (bytes[at] != '\n' && bytes[at] != '\r') {
                    at++;
                }
            } else if (!Character.isWhitespace(bytes[at])) {
                throw new IOException("neither a digit nor a blank");
            }
            at++;
        }
    }
}
