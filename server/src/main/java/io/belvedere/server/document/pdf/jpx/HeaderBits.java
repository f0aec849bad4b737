package io.belvedere.server.document.pdf.jpx;

/** Bits of a packet's header: a byte of ones is followed by one of seven bits (T.800, B.10.1). */
final class HeaderBits {
    private final ByteCursor in;
    private int current;
    private int left;

    HeaderBits(ByteCursor in) {
        this.in = in;
    }

    int next() throws JpxFault {
        if (left == 0) {
            left = current == 0xFF ? 7 : 8;
            current = in.u8();
        }
        left--;
        return current >> left & 1;
    }

    /** {@code count} of 0 to 31. */
    int next(int count) throws JpxFault {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | next();
        }
        return value;
    }

    /** To the next whole byte, behind the one that follows ones. */
    void align() throws JpxFault {
        if (current == 0xFF) {
            in.u8();
        }
        left = 0;
        current = 0;
    }
}
