package io.belvedere.engine.image;

import java.io.IOException;
import java.nio.ByteOrder;

/** PNG (W3C, third edition). */
record PngFile(byte[] bytes, ImageSize size, Orientation orientation) implements ImageFile {
    private static final int FIRST_CHUNK = 8;

    static PngFile of(byte[] bytes) throws ImageException {
        ByteView file = ByteView.of(bytes, ByteOrder.BIG_ENDIAN);
        if (!file.has(FIRST_CHUNK + 4, "IHDR")) {
            throw ImageException.broken(ImageFormat.PNG);
        }
        ImageSize size = ImageFile.size(file.u32(FIRST_CHUNK + 8), file.u32(FIRST_CHUNK + 12));
        return new PngFile(bytes, size, orientation(file));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException {
        return Codecs.read(Codecs.builtIn("png"), bytes, size, alpha);
    }

    /** From the first eXIf chunk, which may stand before or after the pixels. */
    private static Orientation orientation(ByteView file) {
        for (long chunk = FIRST_CHUNK; chunk + 12 <= file.size(); ) {
            int start = (int) chunk;
            long length = file.u32(start);
            if (file.has(start + 4, "eXIf") && chunk + 8 + length <= file.size()) {
                return TiffDirectory.orientation(file.slice(start + 8, (int) length));
            }
            chunk += 12 + length;
        }
        return Orientation.UPRIGHT;
    }
}
