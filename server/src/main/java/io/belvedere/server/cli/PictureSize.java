package io.belvedere.server.cli;

import io.belvedere.engine.image.ImageSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code --image} of a command that makes its own picture: {@code WIDTHxHEIGHT}, or {@code none}. */
record PictureSize(Optional<ImageSize> pixels) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})[xX]([0-9]{1,6})");
    private static final int LONGEST_SIDE = 8192;

    static PictureSize parse(String text) {
        if (text.equals("none")) {
            return new PictureSize(Optional.empty());
        }
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new TypeConversionException(
                    "must be WIDTHxHEIGHT in pixels, such as 448x448, or none, given " + text);
        }
        ImageSize size = new ImageSize(side(written.group(1), text), side(written.group(2), text));
        return new PictureSize(Optional.of(size));
    }

    private static int side(String digits, String text) {
        int side = Integer.parseInt(digits);
        if (side < 1 || side > LONGEST_SIDE) {
            throw new TypeConversionException("sides must be from 1 to " + LONGEST_SIDE + " pixels, given " + text);
        }
        return side;
    }

    /** For picocli. */
    static final class Reader implements ITypeConverter<PictureSize> {
        @Override
        public PictureSize convert(String text) {
            return parse(text);
        }
    }
}
