package io.belvedere.compute.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which kernel set to run: the best that works, or one by name. */
public enum KernelSetting {
    /** The fastest that this machine can run. */
    AUTO(0),
    /** The fastest that multiply with activations as they are, not rounded to bytes. */
    EXACT(0),
    SCALAR(0),
    VECTOR(0),
    VECTOR_128(128),
    VECTOR_256(256),
    VECTOR_512(512),
    ASSEMBLED(0);

    private final int bits;

    KernelSetting(int bits) {
        this.bits = bits;
    }

    /** The forced vector width in bits, or 0 for the processor's own. */
    int bits() {
        return bits;
    }

    /** Whether it names a kernel set, and not what the fastest must keep to. */
    boolean isName() {
        return this != AUTO && this != EXACT;
    }

    /** As written in settings, such as {@code vector-256}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such setting */
    public static KernelSetting parse(String text) {
        return Arrays.stream(values())
                .filter(setting -> setting.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kernels must be one of "
                        + Arrays.stream(values()).map(KernelSetting::text).collect(Collectors.joining(", "))
                        + ", given " + text));
    }
}
