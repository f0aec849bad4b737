package io.belvedere.compute;

/** Element type of a stored tensor: plain floats, or a format that packs a block of elements with shared scales. */
public enum DType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    Q8_0(32, 34),
    Q4_0(32, 18),
    Q4_1(32, 20),
    Q5_0(32, 22),
    Q5_1(32, 24),
    Q2_K(256, 84),
    Q3_K(256, 110),
    Q4_K(256, 144),
    Q5_K(256, 176),
    Q6_K(256, 210),
    IQ4_NL(32, 18),
    IQ4_XS(256, 136);

    private final int blockElements;
    private final int blockBytes;

    DType(int blockElements, int blockBytes) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    /** Elements that one block holds; 1 for the plain float types. */
    public int blockElements() {
        return blockElements;
    }

    /** Bytes that one block takes. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Bytes that {@code elements} take.
     *
     * @throws IllegalArgumentException if they do not fill whole blocks
     * @throws ArithmeticException if the product overflows
     */
    public long bytes(long elements) {
        if (elements < 0 || elements % blockElements != 0) {
            throw new IllegalArgumentException(
                    elements + " elements do not fill blocks of " + blockElements + " (" + this + ")");
        }
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }
}
