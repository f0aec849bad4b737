package io.belvedere.server.media;

import io.belvedere.chat.ImageProblem;
import io.belvedere.engine.image.ImageFormat;
import io.belvedere.engine.image.OtherFormats;
import java.util.Arrays;

/**
 * Tells pictures from what hosts give in their place, by the first bytes alone: what the host calls them decides
 * nothing.
 */
final class FirstBytes {
    /** With so many a picture's format is known. */
    static final int ENOUGH = 18;

    private FirstBytes() {}

    /**
     * Refuses what can't be a picture.
     *
     * @param length how many of the bytes are there
     * @param encoded whether the host says that it has compressed them
     */
    static void requirePicture(byte[] bytes, int length, boolean encoded) throws FetchException {
        if (length == 0) {
            throw new FetchException(ImageProblem.EMPTY_IMAGE_FILE, "The image has 0 bytes.");
        }
        byte[] first = Arrays.copyOf(bytes, Math.min(length, OtherFormats.ENOUGH));
        if (ImageFormat.of(first).isPresent()) {
            return;
        }
        if (encoded) {
            throw FetchException.failed("its host compresses it (content-encoding), which was not asked for");
        }
        String found = OtherFormats.name(first);
        String advice = found.equals(OtherFormats.PDF) ? " A request itself can hold a PDF, as a file part." : "";
        throw new FetchException(
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                "What the URL gives is %s; supported images are %s.%s".formatted(found, ImageFormat.NAMES, advice));
    }
}
