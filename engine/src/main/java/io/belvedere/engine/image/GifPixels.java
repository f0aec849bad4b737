package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;

/** Reads the pixels of a frame: places in a palette, coded by LZW (GIF89a, appendix F). The rest is passed over. */
final class GifPixels {
    private static final int MAX_CODES = 1 << 12;
    private static final int MAX_PLACE_BITS = 8;

    /** First row and step of each pass over an interlaced frame. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private static final int[][] WHOLE = {{0, 1}};

    private final SubBlocks bits;
    private final int placeBits;
    private final Canvas canvas;

    /** Of each code the code before its last pixel, that pixel, and how many pixels it stands for. */
    private final short[] prefixes = new short[MAX_CODES];

    private final byte[] lasts = new byte[MAX_CODES];
    private final short[] lengths = new short[MAX_CODES];
    private final byte[] expanded = new byte[MAX_CODES];
    private final int clear;
    private int next;
    private int codeBits;

    /** The code before, -1 if there is none since the last reset. */
    private int previous;

    /**
     * Where pixels go.
     *
     * @param palette RGB of each place
     * @param rgb (height, width, 3) of the canvas
     * @param frame the part of it that is filled, whose upper left corner is at {@code start} of {@code rgb}
     */
    record Canvas(byte[] palette, byte[] rgb, int start, int width, ImageSize frame, boolean interlaced) {
        void put(int row, int column, byte place) throws IOException {
            int from = 3 * (place & 0xFF);
            if (from >= palette.length) {
                throw new IOException("a pixel beyond the palette");
            }
            int at = start + 3 * (row * width + column);
            rgb[at] = palette[from];
            rgb[at + 1] = palette[from + 1];
            rgb[at + 2] = palette[from + 2];
        }
    }

    /** @param start where the frame's number of bits of a place stands, before the blocks of codes */
    GifPixels(byte[] bytes, int start, Canvas canvas) throws IOException {
        this.placeBits = bytes[start] & 0xFF;
        this.bits = new SubBlocks(bytes, start + 1);
        this.canvas = canvas;
        if (placeBits < 1 || placeBits > MAX_PLACE_BITS) {
            throw new IOException("places of " + placeBits + " bits");
        }
        this.clear = 1 << placeBits;
        reset();
        for (int i = 0; i < clear; i++) {
            lasts[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    void read(DecodingWatch watch) throws IOException {
        WatchedRows rows = new WatchedRows(watch);
        int[][] passes = canvas.interlaced() ? PASSES : WHOLE;
        int pass = 0;
        int row = 0;
        int column = 0;
        int left = 0;
        for (long pixels = canvas.frame().pixels(); pixels > 0; pixels--) {
            left = left == 0 ? expand() : left;
            canvas.put(row, column, expanded[MAX_CODES - left]);
            left--;
            column++;
            if (column == canvas.frame().width()) {
                rows.row(column);
                column = 0;
                row += passes[pass][1];
                while (row >= canvas.frame().height() && pass + 1 < passes.length) {
                    pass++;
                    row = passes[pass][0];
                }
            }
        }
    }

    /** Reads codes up to one of pixels, and puts these at the end of {@link #expanded}; returns how many they are. */
    private int expand() throws IOException {
        int code = bits.read(codeBits);
        while (code == clear) {
            reset();
            code = bits.read(codeBits);
        }
        if (code == clear + 1) {
            throw new EOFException("rows are missing");
        }
        if (code > next || (code == next && (previous < 0 || next == MAX_CODES))) {
            throw new IOException("a code that isn't there yet");
        }
        // a code that is about to be made is the previous one and its own first pixel again
        boolean isNew = code == next;
        int length = lengths[isNew ? previous : code];
        int at = MAX_CODES - length;
        for (int i = MAX_CODES - 1, from = isNew ? previous : code; i >= at; i--, from = prefixes[from]) {
            expanded[i] = lasts[from];
        }
        byte first = expanded[at];
        if (previous >= 0 && next < MAX_CODES) {
            add(first);
        }
        previous = code;
        if (isNew) {
            System.arraycopy(expanded, at, expanded, at - 1, length);
            expanded[MAX_CODES - 1] = first;
            return length + 1;
        }
        return length;
    }

    private void add(byte last) {
        prefixes[next] = (short) previous;
        lasts[next] = last;
        lengths[next] = (short) (lengths[previous] + 1);
        next++;
        if (next == 1 << codeBits && next < MAX_CODES) {
            codeBits++;
        }
    }

    private void reset() {
        next = clear + 2;
        codeBits = placeBits + 1;
        previous = -1;
    }

    /** Bits from the lowest of each byte upwards, out of blocks of up to 255 bytes. */
    private static final class SubBlocks {
        private final byte[] bytes;
        private int at;
        private int left;
        private int window;
        private int loaded;

        SubBlocks(byte[] bytes, int start) {
            this.bytes = bytes;
            this.at = start;
        }

        int read(int count) throws IOException {
            while (loaded < count) {
                window |= next() << loaded;
                loaded += 8;
            }
            int number = window & ((1 << count) - 1);
            window >>>= count;
            loaded -= count;
            return number;
        }

        private int next() throws IOException {
            if (left == 0) {
                left = at < bytes.length ? bytes[at++] & 0xFF : 0;
            }
            if (left == 0 || at >= bytes.length) {
                throw new EOFException("codes are missing");
            }
            left--;
            return bytes[at++] & 0xFF;
        }
    }
}
