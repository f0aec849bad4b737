package io.belvedere.engine.image;

/** What the components of a JPEG mean, and how they become RGB (libjpeg's integer arithmetic). */
enum JpegColor {
    GREY(1),
    RGB(3),
    YCC(3),
    CMYK(4),
    /** All four as 255 minus their value, as Adobe writes them. */
    INVERTED_CMYK(4),
    /** C, M, Y as luminance and chroma of an RGB triple that equals them, K as 255 minus its value: Adobe again. */
    INVERTED_YCCK(4);

    private static final int HALF = 1 << 15;

    /** Between two questions to a watch. */
    private static final int PIXELS_AT_ONCE = 1 << 14;

    private final int components;

    JpegColor(int components) {
        this.components = components;
    }

    int components() {
        return components;
    }

    /** Interleaved components to interleaved RGB; may change and return the array itself. */
    byte[] toRgb(byte[] data) {
        return toRgb(data, DecodingWatch.NONE);
    }

    /** As {@link #toRgb(byte[])}, asking the watch again and again. */
    byte[] toRgb(byte[] data, DecodingWatch watch) {
        boolean inPlace = this == RGB || this == YCC;
        byte[] rgb = inPlace ? data : new byte[Math.multiplyExact(data.length / components, 3)];
        int pieces = components * PIXELS_AT_ONCE;
        for (int from = 0; from < data.length; from += pieces) {
            watch.goOn();
            int end = Math.min(data.length, from + pieces);
            if (this == YCC || this == INVERTED_YCCK) {
                yccToRgb(data, components, from, end);
            }
            if (!inPlace) {
                spread(data, rgb, from, end);
            }
        }
        return rgb;
    }

    /** Grey or inks to RGB. */
    private void spread(byte[] data, byte[] rgb, int start, int end) {
        for (int from = start, to = start / components * 3; from < end; from += components, to += 3) {
            for (int c = 0; c < 3; c++) {
                rgb[to + c] = this == GREY ? data[from] : (byte) ink(data[from + c] & 0xFF, data[from + 3] & 0xFF);
            }
        }
    }

    /** What one ink and black, as they are coded, leave of white. */
    private int ink(int ink, int black) {
        return Pixels.light(this == INVERTED_CMYK ? 255 - ink : ink, this == CMYK ? black : 255 - black);
    }

    /**
     * Luminance, blue and red chroma of the first three of {@code stride} components to R, G, B (JFIF 1.02), in place.
     */
    private static void yccToRgb(byte[] data, int stride, int from, int end) {
        for (int i = from; i < end; i += stride) {
            int y = data[i] & 0xFF;
            int cb = (data[i + 1] & 0xFF) - 128;
            int cr = (data[i + 2] & 0xFF) - 128;
            data[i] = clamp(y + ((91881 * cr + HALF) >> 16));
            data[i + 1] = clamp(y + ((-22554 * cb - 46802 * cr + HALF) >> 16));
            data[i + 2] = clamp(y + ((116130 * cb + HALF) >> 16));
        }
    }

    private static byte clamp(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
