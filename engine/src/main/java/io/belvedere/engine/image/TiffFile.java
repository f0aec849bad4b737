package io.belvedere.engine.image;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * TIFF 6.0, the first image of the file.
 *
 * @param storedBytes of a decoded pixel, twice: the reader may hold a strip with all rows beside the image
 */
record TiffFile(byte[] bytes, ImageSize size, Orientation orientation, int storedBytes) implements ImageFile {
    /** The reader makes room for whole tiles and for all samples, whatever the image's size. */
    private static final int MAX_TILE_PIXELS = 1 << 22;

    private static final int MAX_SAMPLES_PER_PIXEL = 8;

    static TiffFile of(byte[] bytes) throws ImageException {
        TiffDirectory directory = TiffDirectory.of(ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN));
        ImageSize size = ImageFile.size(
                directory.number(TiffDirectory.WIDTH).orElse(0),
                directory.number(TiffDirectory.HEIGHT).orElse(0));
        long tilePixels = Math.multiplyExact(
                directory.number(TiffDirectory.TILE_WIDTH).orElse(0),
                directory.number(TiffDirectory.TILE_HEIGHT).orElse(0));
        if (tilePixels > size.pixels() + MAX_TILE_PIXELS) {
            throw ImageException.unsupported(ImageFormat.TIFF, "tiles far larger than the image");
        }
        long samples = directory.number(TiffDirectory.SAMPLES_PER_PIXEL).orElse(1);
        if (samples > MAX_SAMPLES_PER_PIXEL) {
            throw ImageException.unsupported(
                    ImageFormat.TIFF, "more than " + MAX_SAMPLES_PER_PIXEL + " samples a pixel");
        }
        return new TiffFile(
                bytes,
                size,
                directory.orientation(),
                Math.toIntExact(2 * samples * Math.ceilDiv(directory.most(TiffDirectory.BITS_PER_SAMPLE), 8)));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.TIFF;
    }

    @Override
    public Rgb decode(AlphaRule alpha) throws IOException, ImageException {
        return Codecs.read(Codecs.builtIn("tiff"), bytes, size, alpha);
    }
}
