package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Icons and cursors: of several pictures the largest, and of those the one with most bits a pixel.
 *
 * @param start of the picture in the file
 * @param png the picture if it is a PNG file
 * @param bitmap the picture's header if it is a bitmap
 */
record IcoFile(
        byte[] bytes,
        int start,
        @Nullable PngFile png,
        @Nullable BitmapHeader bitmap) implements ImageFile {
    private static final int HEADER = 6;
    private static final int ENTRY = 16;
    private static final String PNG = "\u0089PNG\r\n\u001a\n";

    /** The highest byte of a pixel of 32 bits. */
    private static final int ALPHA = 0xFF000000;

    static IcoFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        int best = -1;
        int bestRank = 0;
        for (int entry = HEADER; entry < HEADER + ENTRY * file.u16(4); entry += ENTRY) {
            int width = file.u8(entry) == 0 ? 256 : file.u8(entry);
            int height = file.u8(entry + 1) == 0 ? 256 : file.u8(entry + 1);
            int rank = width * height * 256 + bits(file, file.u32(entry + 12));
            if (rank > bestRank) {
                best = entry;
                bestRank = rank;
            }
        }
        if (best < 0) {
            throw ImageException.broken(ImageFormat.ICO);
        }
        int start = Math.toIntExact(file.u32(best + 12));
        if (file.has(start, PNG)) {
            long end = Math.min(start + file.u32(best + 8), bytes.length);
            return new IcoFile(bytes, start, PngFile.of(Arrays.copyOfRange(bytes, start, (int) end)), null);
        }
        return new IcoFile(bytes, start, null, BitmapHeader.read(file, start, 2));
    }

    /** Of a pixel of the picture at {@code start}, 0 to 255; what entries say of it means other things in cursors. */
    private static int bits(ByteView file, long start) {
        if (start > file.size() - ENTRY) {
            return 0;
        }
        int at = (int) start;
        return file.has(at, PNG) ? 32 : Math.min(255, file.u16(at + (file.u32(at) == 12 ? 10 : 14)));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.ICO;
    }

    @Override
    public ImageSize size() {
        return png != null ? png.size() : header().size();
    }

    @Override
    public Orientation orientation() {
        return png != null ? png.orientation() : Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return png != null ? png.storedBytes() : 0;
    }

    @Override
    public byte[] profile() {
        return png != null ? png.profile() : new byte[0];
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        if (png != null) {
            return png.decode(alpha, watch);
        }
        if (header().compression() != BitmapHeader.NONE && !header().hasMasks()) {
            throw new IOException("an icon in runs");
        }
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        long pixelsAt = header().end() + paletteBytes();
        int[] masks = header().masks(file);
        if (header().bits() == 32 && !header().hasMasks()) {
            masks[3] = ALPHA;
        }
        BitmapPixels pixels = new BitmapPixels(file, header(), pixelsAt, masks, watch);
        Rgb picture = pixels.read(alpha);
        if (alpha.blends() && !pixels.hasAlpha()) {
            blend(picture, file, pixelsAt + header().rowBytes() * picture.height(), alpha);
        }
        return picture;
    }

    private BitmapHeader header() {
        if (bitmap == null) {
            throw new IllegalStateException("no bitmap");
        }
        return bitmap;
    }

    private long paletteBytes() {
        long most = header().bits() <= 8 ? 1L << header().bits() : 0;
        long used = header().colorsUsed() == 0 ? most : header().colorsUsed();
        return header().colorBytes() * Math.min(most, used);
    }

    /** By the mask behind the pixels, of one bit each, 1 where the picture is transparent. Changes the picture. */
    private void blend(Rgb picture, ByteView file, long maskAt, AlphaRule alpha) throws EOFException {
        long rowBytes = 4L * Math.ceilDiv(picture.width(), 32);
        if (maskAt + rowBytes * (picture.height() - 1) + Math.ceilDiv(picture.width(), 8) > file.size()) {
            throw new EOFException();
        }
        byte[] rgb = picture.samples();
        for (int y = 0, i = 0; y < picture.height(); y++) {
            int stored = header().downwards() ? y : picture.height() - 1 - y;
            int row = (int) (maskAt + rowBytes * stored);
            for (int x = 0; x < picture.width(); x++, i += 3) {
                int opacity = ((file.u8(row + x / 8) << (x % 8)) & 0x80) != 0 ? 0 : 255;
                alpha.put(rgb, i, rgb[i], rgb[i + 1], rgb[i + 2], opacity);
            }
        }
    }
}
