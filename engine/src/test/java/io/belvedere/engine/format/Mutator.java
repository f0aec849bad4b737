package io.belvedere.engine.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages files in the ways that chance, cut transfers and malice do; the same seed, the same damage. */
final class Mutator {
    private static final long[] TELLING_NUMBERS = {
        0,
        1,
        2,
        7,
        255,
        256,
        65_535,
        1L << 20,
        Integer.MAX_VALUE,
        1L << 31,
        0xFFFFFFFFL,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -32
    };

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    /** A damaged copy; damage is done within the first {@code region} bytes. */
    byte[] mutate(byte[] original, int region) {
        byte[] bytes = original.clone();
        int damages = 1 + random.nextInt(3);
        for (int i = 0; i < damages && bytes.length > 16; i++) {
            bytes = damage(bytes, Math.min(region, bytes.length));
        }
        return bytes;
    }

    private byte[] damage(byte[] bytes, int region) {
        int at = random.nextInt(region);
        int length = 1 + random.nextInt(Math.min(24, region - at));
        return switch (random.nextInt(9)) {
            case 0 -> flipBit(bytes, at);
            case 1 -> put(bytes, at, random.nextLong(), 1);
            case 2, 3 -> put(bytes, at, tellingNumber(), random.nextBoolean() ? 8 : 4);
            case 4 -> put(bytes, at & ~3, tellingNumber(), random.nextBoolean() ? 8 : 4);
            case 5 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 6 -> splice(bytes, at, at + length, new byte[0]);
            case 7 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            default -> {
                int from = random.nextInt(region - length + 1);
                yield splice(bytes, at, at + length, Arrays.copyOfRange(bytes, from, from + length));
            }
        };
    }

    long tellingNumber() {
        return TELLING_NUMBERS[random.nextInt(TELLING_NUMBERS.length)];
    }

    private byte[] flipBit(byte[] bytes, int at) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] put(byte[] bytes, int at, long value, int size) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] insert) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(insert);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
