package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Tells pictures from everything else by their first bytes. */
final class ImageMagic {
    private ImageMagic() {}

    /** PNG, JPEG, GIF, BMP or WebP. */
    static boolean isImage(byte[] bytes) {
        return hasAt(bytes, 0, "\u0089PNG\r\n\u001a\n")
                || hasAt(bytes, 0, "\u00ff\u00d8\u00ff")
                || hasAt(bytes, 0, "GIF87a")
                || hasAt(bytes, 0, "GIF89a")
                || hasAt(bytes, 0, "BM")
                || (hasAt(bytes, 0, "RIFF") && hasAt(bytes, 8, "WEBP"));
    }

    private static boolean hasAt(byte[] bytes, int offset, String magic) {
        byte[] expected = magic.getBytes(ISO_8859_1);
        return bytes.length >= offset + expected.length
                && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }
}
