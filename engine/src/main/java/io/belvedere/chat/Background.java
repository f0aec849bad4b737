package io.belvedere.chat;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What shows through where a picture is transparent.
 *
 * @param rgb 0xRRGGBB
 */
public record Background(int rgb) {
    private static final Pattern WRITTEN = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** @throws IllegalArgumentException if that is no colour */
    public Background {
        if (rgb < 0 || rgb > 0xFFFFFF) {
            throw new IllegalArgumentException("a background is 0xRRGGBB, given 0x" + Integer.toHexString(rgb));
        }
    }

    /** Reads {@code #RRGGBB}; empty if it is something else. */
    public static Optional<Background> parse(String written) {
        return WRITTEN.matcher(written).matches()
                ? Optional.of(new Background(Integer.parseInt(written.substring(1), 16)))
                : Optional.empty();
    }
}
