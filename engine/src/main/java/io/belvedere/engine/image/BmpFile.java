package io.belvedere.engine.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Windows and OS/2 bitmaps. */
record BmpFile(byte[] bytes, ImageSize size) implements ImageFile {
    private static final int HEADER = 14;
    private static final int OLD_HEADER_SIZE = 12;
    private static final int COLOR_SPACE = HEADER + 56;
    private static final int NEW_HEADER_SIZE = 108;
    private static final int NEWEST_HEADER_SIZE = 124;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int MAX_RUN = 255;
    private static final int JPEG_INSIDE = 4;

    static BmpFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        if (file.u32(HEADER) == OLD_HEADER_SIZE) {
            return new BmpFile(bytes, ImageFile.size(file.u16(HEADER + 4), file.u16(HEADER + 6)));
        }
        if (file.u32(HEADER + 16) >= JPEG_INSIDE && file.u32(HEADER + 16) <= JPEG_INSIDE + 1) {
            throw ImageException.unsupported(ImageFormat.BMP, "a JPEG or PNG image inside");
        }
        // rows go from top to bottom if the height is negative
        long height = Math.abs((long) file.s32(HEADER + 8));
        return new BmpFile(bytes, ImageFile.size(file.s32(HEADER + 4), height));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.BMP;
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return 4;
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException {
        requirePixels();
        return Codecs.read(Codecs.builtIn("bmp"), withoutProfile(), size, alpha, watch);
    }

    /** Fails where rows can't all be there, before there is memory for them. */
    private void requirePixels() throws IOException {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        boolean old = file.u32(HEADER) == OLD_HEADER_SIZE;
        int bits = file.u16(HEADER + (old ? 10 : 14));
        boolean compressed = !old && (file.u32(HEADER + 16) == RLE8 || file.u32(HEADER + 16) == RLE4);
        long rowBytes = ((long) size.width() * bits + 31) / 32 * 4;
        // jumps over pixels, which stay as they are, are not relied on
        long mostPixels = compressed ? (long) MAX_RUN * bytes.length : Long.MAX_VALUE;
        if (size.pixels() > mostPixels || (!compressed && rowBytes * size.height() > bytes.length)) {
            throw new EOFException();
        }
        if (compressed && (bits == 4 || bits == 8) && !new BmpRuns(file, size, bits).end()) {
            throw new EOFException();
        }
    }

    @Override
    public byte[] profile() {
        ByteView file = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
        if (file.u32(HEADER) != NEWEST_HEADER_SIZE || !file.has(COLOR_SPACE, "DEBM")) {
            return new byte[0];
        }
        long start = HEADER + file.u32(HEADER + 112);
        long end = start + file.u32(HEADER + 116);
        return end > bytes.length ? new byte[0] : Arrays.copyOfRange(bytes, (int) start, (int) end);
    }

    /** The file, said to be in sRGB: the reader would open profiles and even files that are named as such. */
    private byte[] withoutProfile() {
        long header = ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN).u32(HEADER);
        if (header != NEW_HEADER_SIZE && header != NEWEST_HEADER_SIZE) {
            return bytes;
        }
        byte[] reduced = bytes.clone();
        System.arraycopy("BGRs".getBytes(StandardCharsets.US_ASCII), 0, reduced, COLOR_SPACE, 4);
        return reduced;
    }
}
