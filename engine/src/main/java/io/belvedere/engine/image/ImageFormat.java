package io.belvedere.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file formats that are decoded, told apart by their first bytes alone. */
public enum ImageFormat {
    PNG,
    JPEG,
    WEBP,
    GIF,
    BMP,
    TIFF,
    ICO,
    PNM,
    TGA;

    /** The formats as people write them. */
    public static final String NAMES = "PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM and TGA";

    /** With so many bytes every format is known. */
    private static final int ENOUGH = 18;

    /** Icons and cursors, with at least one picture. */
    private static final Pattern ICON = Pattern.compile("\0\0[\1\2]\0(?!\0\0)..", Pattern.DOTALL);

    private static final Pattern NETPBM = Pattern.compile("P[1-7][ \t\r\n#]");

    /** The format of a file that begins with {@code bytes}; empty if it is none of these. */
    public static Optional<ImageFormat> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(ENOUGH, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        } else if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of(GIF);
        } else if (start.startsWith("BM")) {
            return Optional.of(BMP);
        } else if (start.startsWith("II*\0")
                || start.startsWith("MM\0*")
                || start.startsWith("II+\0")
                || start.startsWith("MM\0+")) {
            return Optional.of(TIFF);
        } else if (ICON.matcher(start).lookingAt()) {
            return Optional.of(ICO);
        } else if (NETPBM.matcher(start).lookingAt()) {
            return Optional.of(PNM);
        }
        return TgaFile.begins(bytes) ? Optional.of(TGA) : Optional.empty();
    }
}
