package io.belvedere.engine.image;

import java.io.IOException;
import java.nio.ByteOrder;

/** Windows and OS/2 bitmaps. */
record BmpFile(byte[] bytes, ImageSize size) implements ImageFile {
    private static final int HEADER = 14;
    private static final int OLD_HEADER_SIZE = 12;
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
    public Rgb decode(AlphaRule alpha) throws IOException, ImageException {
        return Codecs.read(Codecs.builtIn("bmp"), bytes, size, alpha);
    }
}
