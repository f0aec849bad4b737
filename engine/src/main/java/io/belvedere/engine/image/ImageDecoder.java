package io.belvedere.engine.image;

import io.belvedere.chat.ImageBytes;
import java.io.IOException;

/**
 * Encoded pictures to upright RGB.
 *
 * <p>RGB conversion keeps stored values as they are: grey is repeated, a palette is looked up, CMYK is multiplied with
 * black, 16-bit samples keep their high byte. (The reference processor does the same but clips 16-bit grey at 255, an
 * accident of its image library that turns nearly all of it white.) Only where an embedded
 * {@linkplain ColorProfile colour profile} says that the values mean other colours than those of sRGB, they are
 * converted; the reference shows the model wrong colours then. Of an animation the first frame is taken.
 *
 * @param limits checked before a pixel is decoded
 * @param alpha what becomes of transparency
 */
public record ImageDecoder(ImageLimits limits, AlphaRule alpha) {
    /** The default limits; transparency over white. */
    public static final ImageDecoder DEFAULT = new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.ON_WHITE);

    /** The same, with another rule for transparency. */
    public ImageDecoder with(AlphaRule other) {
        return new ImageDecoder(limits, other);
    }

    /**
     * Format and size from the header alone.
     *
     * @throws ImageException if the file is no supported picture or over a limit
     */
    public ImageHeader probe(ImageBytes image) throws ImageException {
        ImageFile file = open(image.bytes());
        return new ImageHeader(file.format(), file.size(), file.orientation(), file.decodingBytes(), file.work());
    }

    /**
     * All pixels, upright. Takes the memory that {@link ImageHeader#decodingBytes} told, and the caller's thread.
     *
     * @throws ImageException as {@link #probe} does, and if the data is damaged or incomplete
     */
    public Rgb decode(ImageBytes image) throws ImageException {
        return decode(image, DecodingWatch.NONE);
    }

    /**
     * As {@link #decode(ImageBytes)}.
     *
     * @param watch is asked again and again whether to go on
     * @throws DecodingStoppedException if the watch said no
     */
    public Rgb decode(ImageBytes image, DecodingWatch watch) throws ImageException {
        ImageFile file = open(image.bytes());
        try {
            Rgb stored = file.decode(alpha, watch);
            if (!stored.size().equals(file.size())) {
                throw ImageException.broken(file.format());
            }
            return file.orientation().apply(inSrgb(file, stored, watch), watch);
        } catch (DecodingStoppedException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // readers wrap what happens to them
            throw e.getCause() instanceof OutOfMemoryError
                    ? ImageException.outOfMemory(file.size())
                    : ImageException.broken(file.format());
        } catch (OutOfMemoryError e) {
            throw ImageException.outOfMemory(file.size());
        }
    }

    /** Transparency was blended before, with colours as they are stored. */
    private static Rgb inSrgb(ImageFile file, Rgb stored, DecodingWatch watch) {
        return ColorProfile.of(file.profile())
                .map(profile -> profile.toSrgb(stored, watch))
                .orElse(stored);
    }

    private ImageFile open(byte[] bytes) throws ImageException {
        if (bytes.length == 0) {
            throw ImageException.empty();
        }
        if (bytes.length > limits.maxBytes()) {
            throw ImageException.tooManyBytes(bytes.length, limits.maxBytes());
        }
        ImageFormat format =
                ImageFormat.of(bytes).orElseThrow(() -> ImageException.unknownFormat(OtherFormats.name(bytes)));
        ImageFile file = readHeader(format, bytes);
        if (file.size().pixels() > limits.maxPixels()) {
            throw ImageException.tooManyPixels(file.size(), limits.maxPixels());
        }
        if (file instanceof JpegFile jpeg && jpeg.scans() > limits.maxJpegScans()) {
            throw ImageException.tooManyScans(jpeg.scans(), limits.maxJpegScans());
        }
        return file;
    }

    private static ImageFile readHeader(ImageFormat format, byte[] bytes) throws ImageException {
        try {
            return ImageFile.of(format, bytes);
        } catch (RuntimeException e) {
            throw ImageException.broken(format);
        }
    }
}
