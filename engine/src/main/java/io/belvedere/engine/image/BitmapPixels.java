package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;

/**
 * Reads the pixels of a bitmap that is not compressed.
 *
 * <p>Where a mask of alpha is there but every pixel's alpha is 0, the picture is opaque: programs that know no
 * alpha left the bits empty.
 */
final class BitmapPixels {
    private static final int ALPHA = 3;

    private final ByteView file;
    private final BitmapHeader header;
    private final long start;
    private final int[] masks;
    private final WatchedRows watch;

    /** @param start of the pixels */
    BitmapPixels(ByteView file, BitmapHeader header, long start, int[] masks, DecodingWatch watch) {
        this.file = file;
        this.header = header;
        this.start = start;
        this.masks = masks;
        this.watch = new WatchedRows(watch);
    }

    Rgb read(AlphaRule alpha) throws IOException {
        requireRows();
        int width = header.size().width();
        byte[] rgb = new byte[Math.toIntExact(3 * header.size().pixels())];
        boolean isTransparent = alpha.blends() && hasAlpha();
        byte[] palette = header.bits() <= 8 ? BitmapColors.palette(file, header, start) : new byte[0];
        BitmapColors.Channel[] channels = BitmapColors.channels(masks);
        for (int y = 0; y < header.size().height(); y++) {
            int row = rowAt(y);
            int at = 3 * width * y;
            switch (header.bits()) {
                case 1, 2, 4, 8 -> lookUp(row, palette, rgb, at);
                case 16, 32 -> mask(row, channels, isTransparent ? alpha : AlphaRule.DROP, rgb, at);
                case 24 -> copy(row, rgb, at);
                default -> throw new IOException("another number of bits");
            }
            watch.row(width);
        }
        return new Rgb(width, header.size().height(), rgb);
    }

    /** Whether a pixel is not wholly transparent, so that alpha means something. */
    boolean hasAlpha() {
        if (masks[ALPHA] == 0 || header.bits() < 16) {
            return false;
        }
        int step = header.bits() / 8;
        for (int y = 0; y < header.size().height(); y++) {
            int row = rowAt(y);
            for (int x = 0; x < header.size().width(); x++) {
                if ((pixel(row + step * x, step) & masks[ALPHA]) != 0) {
                    return true;
                }
            }
            watch.row(header.size().width());
        }
        return false;
    }

    /** Fails where rows can't all be there, before there is memory for them; the last one need not be padded. */
    private void requireRows() throws IOException {
        long used = ((long) header.size().width() * header.bits() + 7) / 8;
        if (start < header.end() || start + header.rowBytes() * (header.size().height() - 1) + used > file.size()) {
            throw new EOFException();
        }
    }

    private int rowAt(int y) {
        int stored = header.downwards() ? y : header.size().height() - 1 - y;
        return (int) (start + header.rowBytes() * stored);
    }

    private int pixel(int at, int bytes) {
        return bytes == 2 ? file.u16(at) : file.s32(at);
    }

    private void lookUp(int row, byte[] palette, byte[] rgb, int at) throws IOException {
        int bits = header.bits();
        int last = (1 << bits) - 1;
        for (int x = 0, bit = 0; x < header.size().width(); x++, bit += bits) {
            int place = 3 * ((file.u8(row + (bit >> 3)) >> (8 - bits - (bit & 7))) & last);
            if (place >= palette.length) {
                throw new IOException("a pixel beyond the palette");
            }
            rgb[at + 3 * x] = palette[place];
            rgb[at + 3 * x + 1] = palette[place + 1];
            rgb[at + 3 * x + 2] = palette[place + 2];
        }
    }

    private void copy(int row, byte[] rgb, int at) {
        for (int x = 0; x < 3 * header.size().width(); x += 3) {
            rgb[at + x] = (byte) file.u8(row + x + 2);
            rgb[at + x + 1] = (byte) file.u8(row + x + 1);
            rgb[at + x + 2] = (byte) file.u8(row + x);
        }
    }

    private void mask(int row, BitmapColors.Channel[] channels, AlphaRule alpha, byte[] rgb, int at) {
        int step = header.bits() / 8;
        for (int x = 0; x < header.size().width(); x++) {
            int pixel = pixel(row + step * x, step);
            int opacity = alpha.blends() ? channels[ALPHA].of(pixel) : 255;
            alpha.put(rgb, at + 3 * x, channels[0].of(pixel), channels[1].of(pixel), channels[2].of(pixel), opacity);
        }
    }
}
