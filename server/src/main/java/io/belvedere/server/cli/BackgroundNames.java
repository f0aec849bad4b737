package io.belvedere.server.cli;

import io.belvedere.chat.Background;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --image-background}. */
final class BackgroundNames implements ITypeConverter<Background> {
    @Override
    public Background convert(String text) {
        return Background.parse(text)
                .orElseThrow(() -> new TypeConversionException("must be a colour as #RRGGBB, given " + text));
    }
}
