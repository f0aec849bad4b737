package io.belvedere.server.cli;

import io.belvedere.compute.KvType;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --kv-type}. */
final class KvTypeNames implements ITypeConverter<KvType> {
    @Override
    public KvType convert(String text) {
        try {
            return KvType.parse(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
