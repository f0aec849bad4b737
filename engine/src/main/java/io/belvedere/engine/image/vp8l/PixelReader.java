package io.belvedere.engine.image.vp8l;

import io.belvedere.engine.image.WatchedRows;
import java.io.IOException;

/**
 * Reads entropy coded pixels (RFC 9649, sections 3.6 and 3.7): literals, copies of earlier pixels, and colours from a
 * small cache of recent ones.
 */
final class PixelReader {
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int MAX_CACHE_BITS = 11;
    private static final int CACHE_MULTIPLIER = 0x1E35A7BD;

    /** Near pixels that the first distance codes mean: 16 times the rows up, plus 8 minus the columns to the left. */
    private static final int[] NEAR = {
        24, 7, 23, 25, 40, 6, 39, 41, 22, 26, 38, 42, 56, 5, 55, 57, 21, 27, 54, 58, 37, 43, 72, 4, 71, 73, 20, 28, 53,
        59, 70, 74, 36, 44, 88, 69, 75, 52, 60, 3, 87, 89, 19, 29, 86, 90, 35, 45, 68, 76, 85, 91, 51, 61, 104, 2, 103,
        105, 18, 30, 102, 106, 34, 46, 84, 92, 67, 77, 101, 107, 50, 62, 120, 1, 119, 121, 83, 93, 17, 31, 100, 108, 66,
        78, 118, 122, 33, 47, 117, 123, 49, 63, 99, 109, 82, 94, 0, 116, 124, 65, 79, 16, 32, 98, 110, 48, 115, 125, 81,
        95, 64, 114, 126, 97, 111, 80, 113, 127, 96, 112
    };

    private final BitReader bits;
    private final int width;
    private final int height;

    /** Empty if the image has no cache. */
    private final int[] cache;

    private final int cacheShift;
    private final CodeGroups groups;

    private PixelReader(BitReader bits, int width, int height, boolean hasGroups, WatchedRows watch)
            throws IOException {
        this.bits = bits;
        this.width = width;
        this.height = height;
        int cacheBits = bits.flag() ? bits.number(4) : 0;
        if (cacheBits > MAX_CACHE_BITS) {
            throw new IOException("a colour cache of " + cacheBits + " bits");
        }
        this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        this.cacheShift = Integer.SIZE - cacheBits;
        this.groups = CodeGroups.read(bits, width, height, LITERALS + LENGTHS + cache.length, hasGroups, watch);
    }

    /** Reads an image that is part of the description of another. */
    static int[] readPart(BitReader bits, int width, int height, WatchedRows watch) throws IOException {
        return new PixelReader(bits, width, height, false, watch).read(watch);
    }

    /** Reads the image itself, (height, width) ARGB, still transformed. */
    static int[] readMain(BitReader bits, int width, int height, WatchedRows watch) throws IOException {
        return new PixelReader(bits, width, height, true, watch).read(watch);
    }

    private int[] read(WatchedRows watch) throws IOException {
        int[] pixels = new int[Math.multiplyExact(width, height)];
        int cached = 0; // pixels before this are in the cache
        int x = 0;
        int y = 0;
        boolean jumped = true;
        PrefixCode[] codes = groups.at(0, 0);
        for (int i = 0; i < pixels.length; ) {
            if (jumped || groups.beginsAt(x)) {
                codes = groups.at(x, y);
                jumped = false;
            }
            int symbol = codes[0].read(bits);
            if (symbol < LITERALS) {
                int red = codes[1].read(bits);
                int blue = codes[2].read(bits);
                int alpha = codes[3].read(bits);
                pixels[i++] = (alpha << 24) | (red << 16) | (symbol << 8) | blue;
                x++;
            } else if (symbol < LITERALS + LENGTHS) {
                int length = value(symbol - LITERALS);
                int distance = distance(value(codes[4].read(bits)));
                if (distance > i || length > pixels.length - i) {
                    throw new IOException("a copy from outside the image");
                }
                for (int end = i + length; i < end; i++) {
                    pixels[i] = pixels[i - distance];
                }
                bits.checkEnd();
                x += length;
                jumped = true;
            } else {
                cached = remember(pixels, cached, i);
                pixels[i++] = cache[symbol - LITERALS - LENGTHS];
                x++;
            }
            if (x >= width) {
                bits.checkEnd();
                watch.row(x);
                y += x / width;
                x %= width;
            }
        }
        return pixels;
    }

    /** Puts pixels[from, to) into the cache, each over an older one of the same hash; returns {@code to}. */
    private int remember(int[] pixels, int from, int to) {
        for (int i = from; i < to; i++) {
            cache[(CACHE_MULTIPLIER * pixels[i]) >>> cacheShift] = pixels[i];
        }
        return to;
    }

    /** A length or distance code: small symbols are values themselves, others have extra bits. */
    private int value(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + bits.number(extra) + 1;
    }

    /** How many pixels back, at least 1. */
    private int distance(int code) {
        if (code > NEAR.length) {
            return code - NEAR.length;
        }
        int near = NEAR[code - 1];
        return Math.max(1, (near >> 4) * width + 8 - (near & 15));
    }
}
