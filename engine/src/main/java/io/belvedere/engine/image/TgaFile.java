package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Truevision TGA. Such a file has no first bytes of its own: it is one if all of its header makes sense.
 *
 * @param kind 1 palette, 2 colours, 3 grey, and 8 more if pixels are coded in runs
 * @param bits of a pixel
 */
record TgaFile(byte[] bytes, ImageSize size, int kind, int bits) implements ImageFile {
    private static final int HEADER = 18;
    private static final int RUNS = 8;
    private static final int PALETTE = 1;
    private static final int COLORS = 2;
    private static final int GREY = 3;
    private static final int FROM_RIGHT = 0x10;
    private static final int FROM_TOP = 0x20;
    private static final int MAX_RUN = 128;

    /** Whether a file begins with a header without any contradiction. */
    static boolean begins(byte[] bytes) {
        if (bytes.length < HEADER) {
            return false;
        }
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int kind = file.u8(2) & ~RUNS;
        int bits = file.u8(16);
        boolean hasPalette = file.u8(1) == 1;
        int colorBits = file.u8(7);
        boolean paletteFits = hasPalette
                ? file.u16(5) > 0 && (colorBits == 15 || colorBits == 16 || colorBits == 24 || colorBits == 32)
                : file.u8(1) == 0 && file.u16(3) == 0 && file.u16(5) == 0 && colorBits == 0;
        boolean bitsFit = switch (kind) {
            case PALETTE -> hasPalette && (bits == 8 || bits == 16);
            case COLORS -> bits == 15 || bits == 16 || bits == 24 || bits == 32;
            case GREY -> bits == 8 || bits == 16;
            default -> false;
        };
        int opacityBits = file.u8(17) & 15;
        boolean restFits = (file.u8(17) & 0xC0) == 0 && (opacityBits <= 1 || opacityBits == 8);
        return file.u8(2) <= GREY + RUNS && paletteFits && bitsFit && restFits && file.u16(12) > 0 && file.u16(14) > 0;
    }

    static TgaFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        return new TgaFile(bytes, ImageFile.size(file.u16(12), file.u16(14)), file.u8(2), file.u8(16));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.TGA;
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return 1; // opacity
    }

    /** Alpha of 0 everywhere means that the writer knew none. */
    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int paletteAt = HEADER + file.u8(0);
        int colorBytes = (file.u8(7) + 7) / 8;
        int pixelsAt = paletteAt + file.u16(5) * colorBytes;
        requirePixels(pixelsAt);
        int[] palette = (kind & ~RUNS) == PALETTE ? palette(file, paletteAt, colorBytes) : new int[0];
        byte[] rgb = new byte[Math.toIntExact(3 * size.pixels())];
        byte[] opacity = new byte[rgb.length / 3];
        boolean isTransparent = false;
        WatchedRows rows = new WatchedRows(watch);
        TgaPixels pixels = new TgaPixels(file, pixelsAt, this, palette);
        boolean fromRight = (file.u8(17) & FROM_RIGHT) != 0;
        boolean fromTop = (file.u8(17) & FROM_TOP) != 0;
        for (int row = 0; row < size.height(); row++) {
            int y = fromTop ? row : size.height() - 1 - row;
            for (int column = 0; column < size.width(); column++) {
                int argb = pixels.next();
                int i = y * size.width() + (fromRight ? size.width() - 1 - column : column);
                AlphaRule.DROP.put(rgb, 3 * i, argb >> 16, argb >> 8, argb, 255);
                opacity[i] = (byte) (argb >>> 24);
                isTransparent |= opacity[i] != 0;
            }
            rows.row(size.width());
        }
        for (int i = 0; i < opacity.length && isTransparent; i++) {
            alpha.put(rgb, 3 * i, rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2], opacity[i]);
        }
        return new Rgb(size.width(), size.height(), rgb);
    }

    boolean isGrey() {
        return (kind & ~RUNS) == GREY;
    }

    boolean isInRuns() {
        return kind >= RUNS;
    }

    private static int[] palette(ByteView file, int at, int colorBytes) {
        int first = file.u16(3);
        int[] palette = new int[first + file.u16(5)];
        for (int i = first; i < palette.length; i++) {
            palette[i] = TgaPixels.color(file, at + (i - first) * colorBytes, file.u8(7));
        }
        return palette;
    }

    /** Fails where pixels can't all be there, before there is memory for them. */
    private void requirePixels(int start) throws EOFException {
        long bytesEach = Math.ceilDiv(bits, 8);
        long needed = isInRuns() ? Math.ceilDiv(size.pixels(), MAX_RUN) * (1 + bytesEach) : size.pixels() * bytesEach;
        if (needed > bytes.length - start) {
            throw new EOFException();
        }
    }
}
