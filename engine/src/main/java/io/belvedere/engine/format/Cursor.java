package io.belvedere.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads little-endian fields one after the other; never past the end, and says what was to be read there. */
final class Cursor {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment bytes;
    private final long end;
    private long position;

    /** @param most bytes of the file, from its start, that may be read */
    Cursor(Path file, MemorySegment bytes, long position, long most) {
        this.file = file;
        this.bytes = bytes;
        this.position = position;
        this.end = Math.min(bytes.byteSize(), most);
    }

    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    byte s8(String what) throws FormatException {
        return bytes.get(ValueLayout.JAVA_BYTE, take(1, what));
    }

    short s16(String what) throws FormatException {
        return bytes.get(SHORT, take(2, what));
    }

    int s32(String what) throws FormatException {
        return bytes.get(INT, take(4, what));
    }

    long u32(String what) throws FormatException {
        return Integer.toUnsignedLong(s32(what));
    }

    long s64(String what) throws FormatException {
        return bytes.get(LONG, take(8, what));
    }

    /** An unsigned number of 64 bits that must stay below 2^63. */
    long u64(String what) throws FormatException {
        long value = s64(what);
        if (value < 0) {
            throw new FormatException(file, position - 8, what + " is " + Long.toUnsignedString(value) + ": absurd");
        }
        return value;
    }

    /** A count of things that take at least {@code least} bytes each, so that the file must still hold that many. */
    long count(String what, int least) throws FormatException {
        long at = position;
        long count = u64(what);
        if (count > remaining() / least) {
            throw new FormatException(
                    file, at, what + " is " + count + ", which can't fit into the " + remaining() + " bytes " + that());
        }
        return count;
    }

    /**
     * Text: its length in 64 bits, then that many bytes of UTF-8.
     *
     * @param most bytes that it may take
     */
    String text(String what, int most) throws FormatException {
        long length = count("the length of " + what, 1);
        if (length > most) {
            throw new FormatException(file, position - 8, what + " takes " + length + " bytes; the limit is " + most);
        }
        byte[] utf8 = bytes.asSlice(take(length, what), length).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(utf8, StandardCharsets.UTF_8);
        boolean replaced = text.indexOf('\uFFFD') >= 0;
        if (replaced && !Arrays.equals(utf8, text.getBytes(StandardCharsets.UTF_8))) {
            throw new FormatException(file, position - length, what + " is not UTF-8");
        }
        return text;
    }

    void skip(long count, String what) throws FormatException {
        take(count, what);
    }

    private long take(long count, String what) throws FormatException {
        if (count < 0 || count > remaining()) {
            throw new FormatException(
                    file, position, what + " takes " + count + " bytes, " + remaining() + " are " + that());
        }
        long at = position;
        position += count;
        return at;
    }

    private String that() {
        return end == bytes.byteSize()
                ? "left in the file, which is incomplete or damaged"
                : "left of the " + end + " that a header may take";
    }
}
