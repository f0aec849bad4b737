package io.belvedere.engine.image;

import java.io.IOException;

/** An encoded picture whose header has been read. What a file of any format can be asked. */
sealed interface ImageFile permits BmpFile, GifFile, IcoFile, JpegFile, PngFile, PnmFile, TgaFile, TiffFile, WebpFile {
    ImageFormat format();

    ImageSize size();

    Orientation orientation();

    /** Bytes of memory that the decoder takes for a pixel, before it is made RGB. */
    int storedBytes();

    /**
     * Memory in bytes that decoding and resizing take at their peak, besides the result: all pixels as they were stored
     * and once more in RGB, or twice in RGB while they are turned or resized.
     */
    default long decodingBytes() {
        return Math.max(storedBytes() + Rgb.BYTES, 2 * Rgb.BYTES) * size().pixels();
    }

    /** What decoding costs at most, in pixels of a photograph; 1 is some 10 to 20 ns of a processor. */
    default long work() {
        return size().pixels();
    }

    /** The ICC profile that is embedded; empty if there is none, or it can't be taken out. */
    default byte[] profile() {
        return new byte[0];
    }

    /**
     * The pixels as they are stored, not turned yet.
     *
     * @param watch is asked again and again; what it throws ends the decoding
     * @throws IOException if the data is broken; runtime exceptions of decoders mean the same
     */
    Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException;

    /** Reads the header; an {@link IndexOutOfBoundsException} means that the file ends within it. */
    static ImageFile of(ImageFormat format, byte[] bytes) throws ImageException {
        return switch (format) {
            case PNG -> PngFile.of(bytes);
            case JPEG -> JpegFile.of(bytes);
            case WEBP -> WebpFile.of(bytes);
            case GIF -> GifFile.of(bytes);
            case BMP -> BmpFile.of(bytes);
            case TIFF -> TiffFile.of(bytes);
            case ICO -> IcoFile.of(bytes);
            case PNM -> PnmFile.of(bytes);
            case TGA -> TgaFile.of(bytes);
        };
    }

    /** The size that a header declares. */
    static ImageSize size(long width, long height) throws ImageException {
        if (width == 0 || height == 0) {
            throw ImageException.noPixels();
        }
        return new ImageSize(Math.toIntExact(width), Math.toIntExact(height));
    }
}
