package io.belvedere.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The first image directory of a TIFF structure: of a TIFF file, or of the EXIF block of another format (TIFF 6.0, section 2).
 *
 * @param entries where each tag's entry stands, the first one if a tag comes twice
 */
record TiffDirectory(ByteView file, Map<Integer, Integer> entries) {
    static final int ORIENTATION = 274;

    /** Values of one tag; a palette of 16 bits has 196,608. */
    private static final int MAX_VALUES = 1 << 19;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    static TiffDirectory of(ByteView bytes) {
        ByteView file = bytes.order(bytes.has(0, "MM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int offset = Math.toIntExact(file.u32(4));
        int count = Math.min(file.u16(offset), (file.size() - offset - 2) / 12);
        Map<Integer, Integer> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int entry = Math.addExact(offset, 2 + 12 * i);
            entries.putIfAbsent(file.u16(entry), entry);
        }
        return new TiffDirectory(file, entries);
    }

    /** The orientation in an EXIF block; upright if the block is broken, as a picture is worth more than its metadata. */
    static Orientation orientation(ByteView exif) {
        try {
            return of(exif).orientation();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return Orientation.UPRIGHT;
        }
    }

    Orientation orientation() {
        return Orientation.of((int) number(ORIENTATION).orElse(1));
    }

    /** The first integer of a tag; empty if the tag is missing. */
    OptionalLong number(int tag) {
        long[] numbers = numbers(tag);
        return numbers.length > 0 ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
    }

    /** The integers of a tag; none if it is missing, is of another type or has too many. */
    long[] numbers(int tag) {
        Integer entry = entries.get(tag);
        int type = entry == null ? 0 : file.u16(entry + 2);
        if (entry == null || !isReadable(entry) || (type != BYTE && type != SHORT && type != LONG)) {
            return new long[0];
        }
        long[] numbers = new long[(int) file.u32(entry + 4)];
        int start = start(entry);
        for (int i = 0; i < numbers.length; i++) {
            int at = start + i * TYPE_BYTES[type];
            numbers[i] = type == BYTE ? file.u8(at) : type == SHORT ? file.u16(at) : file.u32(at);
        }
        return numbers;
    }

    /** The values of a tag as they are stored; none if it is missing. */
    ByteView bytes(int tag) {
        Integer entry = entries.get(tag);
        return entry == null || !isReadable(entry) ? file.slice(0, 0) : file.slice(start(entry), length(entry));
    }

    /** The entry of a tag as it is stored, 12 bytes; empty if the tag is missing or its values can't be there. */
    byte[] entry(int tag) {
        Integer entry = entries.get(tag);
        byte[] stored = new byte[entry == null || !isReadable(entry) ? 0 : 12];
        if (entry != null) {
            file.bytes().get(entry, stored);
        }
        return stored;
    }

    /** An entry with one value. */
    byte[] entry(int tag, int value) {
        return ByteBuffer.allocate(12)
                .order(file.bytes().order())
                .putShort((short) tag)
                .putShort((short) LONG)
                .putInt(1)
                .putInt(value)
                .array();
    }

    private boolean isReadable(int entry) {
        int type = file.u16(entry + 2);
        return type > 0
                && type < TYPE_BYTES.length
                && file.u32(entry + 4) <= MAX_VALUES
                && (length(entry) <= 4 || file.u32(entry + 8) + length(entry) <= file.size());
    }

    private int length(int entry) {
        return (int) file.u32(entry + 4) * TYPE_BYTES[file.u16(entry + 2)];
    }

    private int start(int entry) {
        return length(entry) <= 4 ? entry + 8 : Math.toIntExact(file.u32(entry + 8));
    }
}
