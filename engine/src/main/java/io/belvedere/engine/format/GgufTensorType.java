package io.belvedere.engine.format;

import io.belvedere.compute.DType;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** GGUF's numbers for tensor types: those that are supported, and the names of the others for messages. */
final class GgufTensorType {
    private static final Map<Integer, DType> SUPPORTED = Map.ofEntries(
            Map.entry(0, DType.F32),
            Map.entry(1, DType.F16),
            Map.entry(2, DType.Q4_0),
            Map.entry(3, DType.Q4_1),
            Map.entry(6, DType.Q5_0),
            Map.entry(7, DType.Q5_1),
            Map.entry(8, DType.Q8_0),
            Map.entry(10, DType.Q2_K),
            Map.entry(11, DType.Q3_K),
            Map.entry(12, DType.Q4_K),
            Map.entry(13, DType.Q5_K),
            Map.entry(14, DType.Q6_K),
            Map.entry(20, DType.IQ4_NL),
            Map.entry(23, DType.IQ4_XS),
            Map.entry(30, DType.BF16));

    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"));

    /** Bytes of an element of the types that are not stored in blocks. */
    private static final Map<Integer, Integer> PLAIN = Map.of(24, 1, 25, 2, 26, 4, 27, 8, 28, 8);

    private GgufTensorType() {}

    /** Bytes of an element of a plain type that nothing computes with, such as I64; 0 for all other types. */
    static int plainBytes(int number) {
        return PLAIN.getOrDefault(number, 0);
    }

    /** The supported types, for messages. */
    static String names() {
        return SUPPORTED.values().stream().sorted().map(DType::toString).collect(Collectors.joining(", "));
    }

    /** The supported type of a number; null if it is none. */
    static @Nullable DType supported(int number) {
        return SUPPORTED.get(number);
    }

    /** As {@code IQ1_S (19)}. */
    static String describe(int number) {
        String name = OTHERS.getOrDefault(number, "unknown to GGUF");
        return name + " (" + Integer.toUnsignedString(number) + ")";
    }
}
