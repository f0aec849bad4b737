package io.belvedere.engine.image.tiff;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Y, Cb and Cr of 8 bits for every pixel, out of units of {@code across} x {@code down} luminances and one Cb and Cr
 * (TIFF 6.0, section 21). Chroma is repeated, as libtiff does.
 */
final class SubsampledStream extends PartStream {
    private final InputStream units;
    private final int across;
    private final int down;
    private final int width;
    private final byte[] stored;

    /** (down, width, 3). */
    private final byte[] rows;

    private int at;

    /** @param width of the strip or tile in pixels */
    SubsampledStream(InputStream units, int across, int down, int width) {
        this.units = units;
        this.across = across;
        this.down = down;
        this.width = width;
        this.stored = new byte[unitRowBytes(across, down, width)];
        this.rows = new byte[Math.multiplyExact(3 * down, width)];
        this.at = rows.length;
    }

    static int unitRowBytes(int across, int down, int width) {
        return Math.multiplyExact(Math.ceilDiv(width, across), across * down + 2);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == rows.length) {
            int read = units.readNBytes(stored, 0, stored.length);
            if (read == 0) {
                return -1;
            } else if (read < stored.length) {
                throw new EOFException();
            }
            spread();
            at = 0;
        }
        int count = Math.min(length, rows.length - at);
        System.arraycopy(rows, at, target, offset, count);
        at += count;
        return count;
    }

    private void spread() {
        int unit = across * down + 2;
        for (int y = 0; y < down; y++) {
            for (int x = 0, i = 3 * y * width; x < width; x++, i += 3) {
                int from = x / across * unit;
                rows[i] = stored[from + y * across + x % across];
                rows[i + 1] = stored[from + unit - 2];
                rows[i + 2] = stored[from + unit - 1];
            }
        }
    }

    @Override
    public void close() throws IOException {
        units.close();
    }
}
