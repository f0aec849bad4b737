package io.belvedere.server.openai;

import io.belvedere.chat.ImageBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pictures inside the request: {@code data:image/...;base64,...} (RFC 2397). A media type that says nothing passes,
 * since the bytes decide; base64 may have line breaks, the alphabet of URLs (RFC 4648, section 5) and percent signs in
 * place of its characters.
 */
final class DataUrl {
    private static final String SCHEME = "data:";
    static final int MOST_HEAD_CHARACTERS = 200;

    private DataUrl() {}

    static boolean is(String url) {
        return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Decodes it; {@code field} is its path in the request. */
    static ImageBytes decode(String url, String field) throws ApiException {
        int comma = url.indexOf(',');
        if (comma < 0 || comma > MOST_HEAD_CHARACTERS) {
            throw new ApiException(
                    "invalid_image_url",
                    field,
                    "'%s' is no data URL of the form data:image/png;base64,...".formatted(field));
        }
        String[] head =
                url.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT).split(";", -1);
        if (!head[head.length - 1].strip().equals("base64") || head.length < 2) {
            throw new ApiException(
                    "invalid_image_url",
                    field,
                    "'%s' is a data URL without ;base64 before its comma.".formatted(field));
        }
        String type = head[0].strip();
        if (!type.isEmpty() && !type.startsWith("image/") && !type.equals("application/octet-stream")) {
            throw new ApiException(
                    "unsupported_image_media_type",
                    field,
                    "'%s' is a data URL of another media type than image/...".formatted(field));
        }
        byte[] bytes = bytes(url, comma + 1);
        if (bytes == null) {
            throw new ApiException("invalid_base64_image", field, "'%s' holds invalid base64.".formatted(field));
        }
        if (bytes.length == 0) {
            throw new ApiException("empty_image_file", field, "'%s' holds a picture of 0 bytes.".formatted(field));
        }
        return new ImageBytes(bytes);
    }

    /** The base64 text from {@code start} on; null if it is none. */
    static byte @Nullable [] bytes(String url, int start) {
        byte[] text = url.getBytes(StandardCharsets.ISO_8859_1);
        int end = start;
        for (int i = start; i < text.length; i++) {
            int c = text[i];
            if (c == '%'
                    && i + 2 < text.length
                    && HexFormat.isHexDigit(text[i + 1])
                    && HexFormat.isHexDigit(text[i + 2])) {
                c = HexFormat.fromHexDigit(text[i + 1]) << 4 | HexFormat.fromHexDigit(text[i + 2]);
                i += 2;
            }
            switch (c) {
                case '\n', '\r', ' ', '\t' -> {}
                case '-' -> text[end++] = '+';
                case '_' -> text[end++] = '/';
                default -> text[end++] = (byte) c;
            }
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(text, start, end - start));
            return decoded.limit() == decoded.array().length
                    ? decoded.array()
                    : Arrays.copyOf(decoded.array(), decoded.limit());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
