package io.belvedere.server.document.pdf.jpx;

/** Bytes from a place on, the most significant first; whoever reads beyond {@code end} finds the picture cut off. */
final class ByteCursor {
    final byte[] data;
    final int end;
    int at;

    ByteCursor(byte[] data, int from, int end) {
        this.data = data;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    void require(long bytes) throws JpxFault {
        if (bytes < 0 || bytes > left()) {
            throw JpxFault.damaged("data that are cut off");
        }
    }

    int u8() throws JpxFault {
        require(1);
        return data[at++] & 0xFF;
    }

    int u16() throws JpxFault {
        return u8() << 8 | u8();
    }

    long u32() throws JpxFault {
        return (long) u16() << 16 | u16();
    }

    void skip(long bytes) throws JpxFault {
        require(bytes);
        at += (int) bytes;
    }

    /** The next {@code bytes} bytes, which are passed over here. */
    ByteCursor part(long bytes) throws JpxFault {
        require(bytes);
        ByteCursor part = new ByteCursor(data, at, at + (int) bytes);
        at += (int) bytes;
        return part;
    }

    /** Whether the next two bytes are {@code marker}. */
    boolean isAt(int marker) {
        return left() >= 2 && (data[at] & 0xFF) == marker >> 8 && (data[at + 1] & 0xFF) == (marker & 0xFF);
    }
}
