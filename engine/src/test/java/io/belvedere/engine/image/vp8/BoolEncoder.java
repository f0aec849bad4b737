package io.belvedere.engine.image.vp8;

import java.math.BigInteger;

/** The arithmetic encoder that {@link BoolDecoder} undoes (RFC 6386, section 7.3), on one number of any length. */
final class BoolEncoder {
    /** The interval that the bits so far stand for: [low, low + range) / 2^(8 + shift). */
    private BigInteger low = BigInteger.ZERO;

    private int range = 255;
    private int shift;

    BoolEncoder bit(int bit, int probability) {
        int split = 1 + (((range - 1) * probability) >> 8);
        if (bit != 0) {
            low = low.add(BigInteger.valueOf(split));
            range -= split;
        } else {
            range = split;
        }
        int zeros = Integer.numberOfLeadingZeros(range) - 24;
        range <<= zeros;
        low = low.shiftLeft(zeros);
        shift += zeros;
        return this;
    }

    BoolEncoder flag(boolean flag) {
        return bit(flag ? 1 : 0, 128);
    }

    BoolEncoder number(int value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            bit((value >> i) & 1, 128);
        }
        return this;
    }

    byte[] finish() {
        int bits = 8 + shift;
        int padding = (8 - bits % 8) % 8;
        byte[] number = low.shiftLeft(padding).toByteArray();
        byte[] bytes = new byte[(bits + padding) / 8];
        int length = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
        return bytes;
    }
}
