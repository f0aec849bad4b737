package io.belvedere.engine.format;

/** The types of GGUF metadata values; a type's number is its ordinal. */
enum GgufType {
    U8(1),
    S8(1),
    U16(2),
    S16(2),
    U32(4),
    S32(4),
    F32(4),
    BOOL(1),
    /** Length of 64 bits, then UTF-8. */
    STRING(8),
    /** Element type of 32 bits, count of 64 bits, elements. */
    ARRAY(12),
    U64(8),
    S64(8),
    F64(8);

    private static final GgufType[] BY_NUMBER = values();

    private final int least;

    GgufType(int least) {
        this.least = least;
    }

    /** Bytes that a value takes; at least, for STRING and ARRAY. */
    int least() {
        return least;
    }

    boolean sizeVaries() {
        return this == STRING || this == ARRAY;
    }

    static boolean has(long number) {
        return number >= 0 && number < BY_NUMBER.length;
    }

    static GgufType of(long number) {
        return BY_NUMBER[(int) number];
    }
}
