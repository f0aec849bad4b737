package io.belvedere.engine.image.jpeg;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bits of coded data, in which FF is followed by 0, up to the next marker. Where they are used up zeros follow, and
 * {@link #check} tells. Inner loops keep {@link #bits} and {@link #count} in variables of their own between calls of
 * {@link #fill}.
 */
final class BitReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** The next bits, the first one highest; only {@link #count} of them count. */
    long bits;

    int count;

    private final byte[] file;

    /** Of the next byte that is not among the bits yet. */
    private int position;

    /** Bits that were appended though the data had ended. */
    private int missing;

    BitReader(byte[] file, int start) {
        this.file = file;
        this.position = start;
    }

    /** The first {@code size} of the bits, 0 to 31, as a number. */
    static int first(long bits, int size) {
        return (int) (bits >>> 1 >>> (63 - size));
    }

    /**
     * The first {@code size} of the bits, 1 to 16, as a coefficient: those that begin with 0 are negative (T.81,
     * F.2.2.1).
     */
    static int signed(long bits, int size) {
        int ifNegative = (int) (~bits >> 63);
        return (int) (bits >>> (64 - size)) + (ifNegative & (1 - (1 << size)));
    }

    /** Makes at least 56 bits available, so that {@link #count} is 56 to 64. */
    void fill() throws IOException {
        if (position <= file.length - Long.BYTES) {
            long next = (long) LONGS.get(file, position);
            if (((~next - LOW_BITS) & next & HIGH_BITS) == 0) { // no FF among them
                // bits behind the last whole byte are those that come next, and come again
                bits |= next >>> count;
                int bytes = (63 - count) >>> 3;
                position += bytes;
                count += bytes << 3;
                return;
            }
        }
        while (count <= 56) {
            bits |= (long) nextByte() << (56 - count);
            count += 8;
        }
    }

    private int nextByte() throws IOException {
        if (position < file.length) {
            int next = file[position] & 0xFF;
            if (next != 0xFF) {
                position++;
                return next;
            } else if (position + 1 < file.length && file[position + 1] == 0) {
                position += 2;
                return next;
            }
        }
        check();
        missing += 8;
        return 0;
    }

    /** @throws IOException if more bits have been consumed than there were */
    void check() throws IOException {
        if (count < missing) {
            throw new EOFException("coded data ends early");
        }
    }

    /** The next bit. */
    int bit() throws IOException {
        if (count == 0) {
            fill();
        }
        int bit = (int) (bits >>> 63);
        bits <<= 1;
        count--;
        return bit;
    }

    /** The next {@code size} bits, 0 to 16, as a number. */
    int number(int size) throws IOException {
        if (count < size) {
            fill();
        }
        int number = first(bits, size);
        bits <<= size;
        count -= size;
        return number;
    }

    /** Passes over a restart marker; bits that are left fill up a byte, and bytes before the marker are passed over. */
    void restart(int number) throws IOException {
        check();
        int marker = Marker.find(file, position);
        if (marker >= file.length || (file[marker + 1] & 0xFF) != Marker.RST0 + number) {
            throw new IOException("a restart marker is missing");
        }
        position = marker + 2;
        bits = 0;
        count = 0;
        missing = 0;
    }

    /** The place of the marker that ends the data; the file's length if none does. */
    int end() {
        return Marker.find(file, position);
    }

    /** Bytes of coded data that may be left, an upper bound. */
    int left() {
        return file.length - position;
    }
}
