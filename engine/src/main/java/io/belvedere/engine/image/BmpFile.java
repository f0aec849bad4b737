package io.belvedere.engine.image;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Windows and OS/2 bitmaps. What the file says of its own size means nothing: many writers put 0 there. */
record BmpFile(byte[] bytes, BitmapHeader header) implements ImageFile {
    private static final int PIXELS_AT = 10;
    private static final int HEADER = 14;
    private static final int COLOR_SPACE = HEADER + 56;
    private static final int NEWEST_HEADER_SIZE = 124;

    static BmpFile of(byte[] bytes) throws ImageException {
        return new BmpFile(bytes, BitmapHeader.read(view(bytes), HEADER, 1));
    }

    private static ByteView view(byte[] bytes) {
        return ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.BMP;
    }

    @Override
    public ImageSize size() {
        return header.size();
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public int storedBytes() {
        return 0; // pixels become RGB as they are read
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException {
        ByteView file = view(bytes);
        long start = file.u32(PIXELS_AT);
        return switch (header.compression()) {
            case BitmapHeader.NONE, BitmapHeader.MASKS, BitmapHeader.MASKS_WITH_ALPHA ->
                new BitmapPixels(file, header, start, header.masks(file), watch).read(alpha);
            case BitmapHeader.RUNS_OF_8, BitmapHeader.RUNS_OF_4 -> BmpRuns.read(file, header, start, watch);
            default -> throw new IOException("an unknown compression");
        };
    }

    @Override
    public byte[] profile() {
        ByteView file = view(bytes);
        if (header.length() != NEWEST_HEADER_SIZE || !file.has(COLOR_SPACE, "DEBM")) {
            return new byte[0];
        }
        long start = HEADER + file.u32(HEADER + 112);
        long end = start + file.u32(HEADER + 116);
        return end > bytes.length ? new byte[0] : Arrays.copyOfRange(bytes, (int) start, (int) end);
    }
}
