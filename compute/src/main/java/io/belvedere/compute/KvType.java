package io.belvedere.compute;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How keys and values are stored. They are rounded once, when they are appended, and every reader sees the rounded
 * ones.
 */
public enum KvType {
    F32(DType.F32),
    F16(DType.F16),

    /** Blocks of 32 along a head's elements; where a head does not fill its last block, zeros do. */
    Q8_0(DType.Q8_0);

    private final DType elements;

    KvType(DType elements) {
        this.elements = elements;
    }

    /** The format of a head's elements. */
    public DType elements() {
        return elements;
    }

    /** Elements of one token's head as stored: whole blocks. */
    public int storedElements(int headDim) {
        int block = elements.blockElements();
        return Math.ceilDiv(headDim, block) * block;
    }

    /** Bytes of one token's head. */
    public long headBytes(int headDim) {
        return elements.bytes(storedElements(headDim));
    }

    /** As written in settings, such as {@code q8_0}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such type */
    public static KvType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the K/V type must be one of "
                        + Arrays.stream(values()).map(KvType::text).collect(Collectors.joining(", ")) + ", given "
                        + text));
    }
}
