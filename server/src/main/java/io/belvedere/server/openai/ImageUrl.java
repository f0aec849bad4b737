package io.belvedere.server.openai;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.engine.image.ImageFormat;
import io.belvedere.server.media.WrittenUrl;
import java.util.Locale;
import java.util.Optional;

/** Where a picture comes from, as a client says it in a string. */
final class ImageUrl {
    /** Shorter text is no picture: the smallest GIF has 26 bytes. */
    private static final int LEAST_BARE_CHARACTERS = 32;

    private ImageUrl() {}

    /** @param field the string's path in the request */
    static ImageSource source(String url, String field) throws ApiException {
        if (DataUrl.is(url)) {
            return new ImageSource.Inline(DataUrl.decode(url, field));
        }
        String lower = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return new ImageSource.Remote(Optional.of(url)
                    .filter(text -> WellFormed.firstHalfPair(text) < 0)
                    .flatMap(WrittenUrl::toUri)
                    .orElseThrow(() -> invalid(field)));
        }
        return new ImageSource.Inline(bare(url)
                .orElseThrow(() -> new ApiException(
                        "invalid_image_url",
                        field,
                        "'%s' must begin with https://, http:// or data:image/, or be a picture in base64."
                                .formatted(field))));
    }

    /**
     * Base64 without a word before it, if it is a picture's or a PDF's: by its first bytes nothing else can be meant.
     */
    private static Optional<ImageBytes> bare(String text) {
        if (text.length() < LEAST_BARE_CHARACTERS) {
            return Optional.empty();
        }
        byte[] bytes = DataUrl.bytes(text, 0);
        return bytes != null && (ImageFormat.of(bytes).isPresent() || FilePart.is(bytes))
                ? Optional.of(new ImageBytes(bytes))
                : Optional.empty();
    }

    private static ApiException invalid(String field) {
        return new ApiException("invalid_image_url", field, "'%s' is not a valid URL.".formatted(field));
    }
}
