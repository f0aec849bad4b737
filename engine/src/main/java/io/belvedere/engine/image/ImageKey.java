package io.belvedere.engine.image;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of what a model sees of a picture: a digest of the encoded bytes and of every parameter of their
 * preprocessing, compared as a whole. Two pictures of one size never share it, nor two readings of one picture (spec
 * openai-api section 8: caches that squeezed or forgot part of this mixed users' pictures up).
 *
 * @param sha256 64 hexadecimal digits
 */
public record ImageKey(String sha256) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    public ImageKey {
        if (!DIGITS.matcher(sha256).matches()) {
            throw new IllegalArgumentException("a key has 64 hexadecimal digits, given " + sha256);
        }
    }

    /**
     * @param preprocessing all that decides, besides bytes and range, which features come out
     * @param pixels how many of them the model is shown, as they are after all limits
     */
    public static ImageKey of(ImageBytes image, String preprocessing, PixelRange pixels) {
        MessageDigest digest = newDigest();
        digest.update(HexFormat.of().parseHex(image.sha256()));
        digest.update(preprocessing.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(pixels.min())
                .putLong(pixels.max())
                .flip());
        return new ImageKey(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
