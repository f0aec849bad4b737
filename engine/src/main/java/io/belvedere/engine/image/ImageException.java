package io.belvedere.engine.image;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageProblem;
import java.time.Duration;
import java.util.Objects;

/**
 * A picture can't be used. The message is for the client and comes from the fixed catalogue below: what a decoder says
 * about hostile bytes (which has leaked addresses elsewhere) never reaches it.
 */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MIB = 1 << 20;

    private final ImageProblem problem;

    public ImageException(ImageProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public ImageProblem problem() {
        return problem;
    }

    /** This failure as the refusal of a request; {@code image} counts from 0 over the request. */
    public ChatException at(int image) {
        return new ChatException(new ChatFailure.BadImage(image, problem, Objects.requireNonNull(getMessage())));
    }

    static ImageException empty() {
        return new ImageException(ImageProblem.EMPTY_IMAGE_FILE, "The image file is empty.");
    }

    /** {@code found} is a constant of ours, such as "an AVIF file". */
    static ImageException unknownFormat(String found) {
        return new ImageException(
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                "By its first bytes the file is " + found + "; supported images are " + ImageFormat.NAMES + ".");
    }

    /** {@code feature} is a constant of ours, such as "arithmetic coding". */
    public static ImageException unsupported(ImageFormat format, String feature) {
        return new ImageException(
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE, format + " images with " + feature + " are not supported.");
    }

    static ImageException unsupportedPixels() {
        return new ImageException(
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                "The image's samples are of an unsupported kind; supported are grey, RGB, CMYK and palettes of 1 to 16 bits.");
    }

    static ImageException tooManyBytes(long bytes, long limit) {
        return new ImageException(
                ImageProblem.IMAGE_FILE_TOO_LARGE,
                "The image file has " + bytes + " bytes; the limit is " + limit + ".");
    }

    static ImageException tooManyPixels(ImageSize size, long limit) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE,
                "The image has " + size + " = " + size.pixels() + " pixels; the limit is " + limit + ".");
    }

    /** {@code limit} in bytes. */
    public static ImageException tooManyPixelBytes(ImageHeader header, long limit) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE,
                "Decoding the image of %s pixels takes %d MiB of memory; the limit is %d MiB."
                        .formatted(header.stored(), Math.ceilDiv(header.decodingBytes(), MIB), limit / MIB));
    }

    /** {@code work} and {@code limit} in visits to a pixel. */
    public static ImageException tooMuchWork(ImageHeader header, long limit) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE,
                "Decoding the image of %s pixels takes %d visits to a pixel; the limit is %d."
                        .formatted(header.stored(), header.work(), limit));
    }

    /** It was given up. */
    public static ImageException tooSlow(ImageSize size, Duration limit) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE,
                "Decoding the image of %s pixels took more than %d ms of processor time, the limit, and was given up."
                        .formatted(size, limit.toMillis()));
    }

    static ImageException tooManyScans(int scans, int limit) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE, "The JPEG image has " + scans + " scans; the limit is " + limit + ".");
    }

    public static ImageException noPixels() {
        return new ImageException(ImageProblem.INVALID_IMAGE, "The image has no pixels: its width or height is 0.");
    }

    public static ImageException broken(ImageFormat format) {
        return new ImageException(
                ImageProblem.IMAGE_PARSE_ERROR,
                "The " + format + " image can't be decoded: it is damaged or incomplete.");
    }

    static ImageException outOfMemory(ImageSize size) {
        return new ImageException(
                ImageProblem.IMAGE_TOO_LARGE, "There is not enough memory to decode the image of " + size + " pixels.");
    }
}
