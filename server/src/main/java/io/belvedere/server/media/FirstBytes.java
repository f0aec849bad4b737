package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.belvedere.chat.ImageProblem;
import io.belvedere.engine.image.ImageFormat;
import java.util.Arrays;

/** Tells pictures from what hosts give in their place, by the first bytes alone: what the host calls them decides nothing. */
final class FirstBytes {
    /** With so many a picture's format is known. */
    static final int ENOUGH = 12;

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
        byte[] first = Arrays.copyOf(bytes, Math.min(length, ENOUGH));
        if (ImageFormat.of(first).isPresent()) {
            return;
        }
        if (encoded) {
            throw FetchException.failed("its host compresses it (content-encoding), which was not asked for");
        }
        throw new FetchException(
                ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                "What the URL gives is %s, not a PNG, JPEG, WebP, GIF, BMP or TIFF.".formatted(what(first)));
    }

    private static String what(byte[] first) {
        String text =
                new String(first, ISO_8859_1).replace("\u00ef\u00bb\u00bf", "").strip();
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case '<' -> "a web page or other markup (HTML, XML, SVG)";
            case '{', '[' -> "JSON";
            default ->
                text.startsWith("%PDF") ? "a PDF (which a request itself can hold, as a file part)" : "something else";
        };
    }
}
