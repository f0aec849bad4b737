package io.belvedere.engine.image.png;

import io.belvedere.engine.image.AlphaRule;

/** Makes RGB of a row's samples. 16-bit samples keep their high byte. */
final class RowWriter {
    private final PngLayout layout;
    private final PngColors colors;
    private final AlphaRule alpha;

    /** RGB of each value of a sample of up to 8 bits; empty if samples aren't looked up. */
    private final byte[] table;

    RowWriter(PngLayout layout, PngColors colors, AlphaRule alpha) {
        this.layout = layout;
        this.colors = colors;
        this.alpha = alpha;
        this.table = layout.channels() == 1 && layout.depth() <= 8 ? table() : new byte[0];
    }

    private byte[] table() {
        int[] argb = colors.table(layout);
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            alpha.put(rgb, 3 * i, argb[i] >> 16, argb[i] >> 8, argb[i], argb[i] >>> 24);
        }
        return rgb;
    }

    /**
     * Writes {@code count} pixels, the first at row[start], to rgb[at], rgb[at + step] and so on, three samples each.
     */
    void write(byte[] row, int start, int count, byte[] rgb, int at, int step) {
        if (table.length > 0) {
            lookUp(row, start, count, rgb, at, step);
        } else if (layout.channels() % 2 == 0) {
            blend(row, start, count, rgb, at, step);
        } else if (colors.hasKey(layout.channels())) {
            compare(row, start, count, rgb, at, step);
        } else if (layout.kind() == PngLayout.RGB && layout.depth() == 8 && step == 3) {
            System.arraycopy(row, start, rgb, at, 3 * count);
        } else {
            copy(row, start, count, rgb, at, step);
        }
    }

    private void lookUp(byte[] row, int start, int count, byte[] rgb, int at, int step) {
        int depth = layout.depth();
        int mask = (1 << depth) - 1;
        for (int x = 0, i = at, bit = 0; x < count; x++, i += step, bit += depth) {
            int place = 3 * ((row[start + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask);
            rgb[i] = table[place];
            rgb[i + 1] = table[place + 1];
            rgb[i + 2] = table[place + 2];
        }
    }

    private void copy(byte[] row, int start, int count, byte[] rgb, int at, int step) {
        int bytes = layout.depth() / 8;
        int pixel = layout.pixelBytes();
        int green = layout.kind() == PngLayout.RGB ? bytes : 0;
        for (int x = 0, i = at, from = start; x < count; x++, i += step, from += pixel) {
            rgb[i] = row[from];
            rgb[i + 1] = row[from + green];
            rgb[i + 2] = row[from + 2 * green];
        }
    }

    /** Alpha is the last channel. */
    private void blend(byte[] row, int start, int count, byte[] rgb, int at, int step) {
        int bytes = layout.depth() / 8;
        int pixel = layout.pixelBytes();
        int green = layout.kind() == PngLayout.RGBA ? bytes : 0;
        int opacity = pixel - bytes;
        for (int x = 0, i = at, from = start; x < count; x++, i += step, from += pixel) {
            alpha.put(rgb, i, row[from], row[from + green], row[from + 2 * green], row[from + opacity]);
        }
    }

    /** One colour is transparent. */
    private void compare(byte[] row, int start, int count, byte[] rgb, int at, int step) {
        int bytes = layout.depth() / 8;
        int pixel = layout.pixelBytes();
        int green = layout.kind() == PngLayout.RGB ? bytes : 0;
        for (int x = 0, i = at, from = start; x < count; x++, i += step, from += pixel) {
            int opacity = isKey(row, from, bytes) ? 0 : 255;
            alpha.put(rgb, i, row[from], row[from + green], row[from + 2 * green], opacity);
        }
    }

    private boolean isKey(byte[] row, int from, int bytes) {
        for (int c = 0; c < layout.channels(); c++) {
            int at = from + c * bytes;
            int key = colors.key(c);
            int sample = bytes == 1 ? row[at] & 0xFF : (row[at] & 0xFF) << 8 | (row[at + 1] & 0xFF);
            if (sample != (bytes == 1 ? key & 0xFF : key)) {
                return false;
            }
        }
        return true;
    }
}
