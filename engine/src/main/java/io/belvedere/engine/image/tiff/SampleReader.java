package io.belvedere.engine.image.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes samples out of rows: integers as they are (of 32 bits the higher 16), floating ones from 0 to 1 as levels of 0
 * to 255.
 */
final class SampleReader {
    private static final int LEVELS = 255;

    private final Samples samples;
    private final boolean big;
    private final ByteBuffer row;

    /** @param row that is read from, again and again */
    SampleReader(Samples samples, ByteOrder order, byte[] row) {
        this.samples = samples;
        this.big = order == ByteOrder.BIG_ENDIAN;
        this.row = ByteBuffer.wrap(row).order(order);
    }

    /** Bits of the integers that come out. */
    static int depth(Samples samples) {
        return samples.floating() ? 8 : Math.min(16, samples.bits());
    }

    /**
     * Reads samples[first, first + count) of the row to {@code target[at]}, {@code target[at + step]} and so on.
     *
     * @return whether all could be read; not if a floating one is outside of 0 to 1
     */
    boolean read(int first, int count, int[] target, int at, int step) {
        byte[] bytes = row.array();
        int bits = samples.bits();
        if (samples.floating()) {
            return readFloating(first, count, target, at, step);
        } else if (bits == 8) {
            for (int i = first, to = at; i < first + count; i++, to += step) {
                target[to] = bytes[i] & 0xFF;
            }
        } else if (bits >= 16) {
            int bytesEach = bits / 8;
            int high = big ? 0 : bytesEach - 1;
            int low = big ? 1 : bytesEach - 2;
            for (int i = first * bytesEach, to = at, n = 0; n < count; n++, i += bytesEach, to += step) {
                target[to] = (bytes[i + high] & 0xFF) << 8 | (bytes[i + low] & 0xFF);
            }
        } else {
            for (int i = first, to = at; i < first + count; i++, to += step) {
                target[to] = bits((long) i * bits, bits);
            }
        }
        return true;
    }

    private boolean readFloating(int first, int count, int[] target, int at, int step) {
        int bits = samples.bits();
        boolean all = true;
        for (int i = first, to = at; i < first + count; i++, to += step) {
            double value = switch (bits) {
                case 16 -> Float.float16ToFloat(row.getShort(2 * i));
                case 32 -> row.getFloat(4 * i);
                default -> row.getDouble(8 * i);
            };
            double level = Math.rint(LEVELS * value);
            all &= level >= 0 && level <= LEVELS;
            target[to] = (int) level;
        }
        return all;
    }

    /** Less than 16 bits from {@code from} on, the highest ones of a byte first. */
    private int bits(long from, int count) {
        int byteAt = (int) (from >>> 3);
        int window = 0;
        for (int i = 0; i < 3; i++) {
            window = window << 8 | (byteAt + i < row.capacity() ? row.get(byteAt + i) & 0xFF : 0);
        }
        return window >> (24 - (from & 7) - count) & (1 << count) - 1;
    }
}
