package io.belvedere.server.cli;

import io.belvedere.compute.cpu.KernelSetting;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --kernels}. */
final class KernelNames implements ITypeConverter<KernelSetting> {
    @Override
    public KernelSetting convert(String text) {
        try {
            return KernelSetting.parse(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
