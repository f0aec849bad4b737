package io.belvedere.engine.image.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first image directory of a TIFF structure (TIFF 6.0, section 2, and BigTIFF): of a file, or of the EXIF block of
 * another format. Of a tag that is there twice the first entry counts.
 *
 * @param file the whole structure, in its byte order
 * @param entries by tag
 */
public record Directory(ByteBuffer file, Map<Integer, Entry> entries) {
    private static final int BIG = 43;

    /** Values of one tag: eight planes of 65,536 tiles; a palette of 16 bits has 196,608. */
    private static final int MAX_VALUES = 1 << 19;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int FLOAT = 11;
    private static final int DOUBLE = 12;
    private static final int DIRECTORY = 13;
    private static final int LONG8 = 16;
    private static final int DIRECTORY8 = 18;
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    /**
     * Where a tag's values are.
     *
     * @param at where their offset stands in the file, or they themselves if they take no more room than it
     * @param big whether that is 8 bytes, else 4
     */
    record Entry(int type, long count, int at, boolean big) {}

    /** @throws RuntimeException if the directory is not within {@code bytes} */
    static Directory first(ByteBuffer bytes) {
        return first(bytes, true);
    }

    /**
     * How an EXIF block says that its picture is turned, by the tag's value: 1, upright, if it doesn't or is broken.
     */
    public static int orientation(ByteBuffer exif) {
        try {
            return first(exif, false).orientation();
        } catch (RuntimeException e) {
            return 1;
        }
    }

    /** @param whole whether all declared entries must be there */
    private static Directory first(ByteBuffer bytes, boolean whole) {
        ByteBuffer file = bytes.duplicate();
        file.order(file.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean big = file.getShort(2) == BIG;
        if (big && file.getShort(4) != Long.BYTES) {
            throw new IllegalArgumentException("offsets of other than 8 bytes");
        }
        int start = Math.toIntExact(big ? file.getLong(8) : u32(file, 4));
        long declared = big ? file.getLong(start) : file.getShort(start) & 0xFFFF;
        int first = start + (big ? 8 : 2);
        int size = big ? 20 : 12;
        long count = Math.min(declared, (file.capacity() - first) / size);
        if (whole && count != declared) {
            throw new IndexOutOfBoundsException("a directory of " + declared + " entries is cut off");
        }
        Map<Integer, Entry> entries = new HashMap<>();
        for (int i = 0; i < count && i < 0xFFFF; i++) {
            int at = first + size * i;
            long values = big ? file.getLong(at + 4) : u32(file, at + 4);
            Entry entry = new Entry(file.getShort(at + 2) & 0xFFFF, values, at + (big ? 12 : 8), big);
            entries.putIfAbsent(file.getShort(at) & 0xFFFF, entry);
        }
        return new Directory(file, entries);
    }

    /** How the picture is turned, by the EXIF tag: 1, upright, if that is missing or broken. */
    int orientation() {
        try {
            return (int) number(Tag.ORIENTATION, 1);
        } catch (RuntimeException e) {
            return 1;
        }
    }

    boolean has(Tag tag) {
        return entries.containsKey(tag.code());
    }

    /** The first integer of a tag, or {@code absent}. */
    long number(Tag tag, long absent) {
        long[] numbers = numbers(tag);
        return numbers.length > 0 ? numbers[0] : absent;
    }

    /**
     * The integers of a tag; none if it is missing.
     *
     * @throws RuntimeException if they are not within the file, too many or of another type
     */
    long[] numbers(Tag tag) {
        Entry entry = entries.get(tag.code());
        if (entry == null) {
            return new long[0];
        }
        int start = start(entry);
        int bytes = TYPE_BYTES[entry.type];
        long[] numbers = new long[(int) entry.count];
        for (int i = 0; i < numbers.length; i++) {
            int at = start + i * bytes;
            numbers[i] = switch (entry.type) {
                case BYTE -> file.get(at) & 0xFF;
                case SHORT -> file.getShort(at) & 0xFFFF;
                case LONG, DIRECTORY -> u32(file, at);
                case LONG8, DIRECTORY8 -> file.getLong(at);
                default -> throw new IllegalArgumentException(tag + " is of type " + entry.type);
            };
        }
        return numbers;
    }

    /**
     * The numbers of a tag, which may be fractions; {@code absent} if it is missing. Throws as {@link #numbers} does.
     */
    double[] fractions(Tag tag, double... absent) {
        Entry entry = entries.get(tag.code());
        if (entry == null) {
            return absent;
        }
        int start = start(entry);
        int bytes = TYPE_BYTES[entry.type];
        double[] fractions = new double[(int) entry.count];
        for (int i = 0; i < fractions.length; i++) {
            int at = start + i * bytes;
            fractions[i] = switch (entry.type) {
                case SHORT -> file.getShort(at) & 0xFFFF;
                case LONG -> u32(file, at);
                case RATIONAL -> (double) u32(file, at) / u32(file, at + 4);
                case FLOAT -> file.getFloat(at);
                case DOUBLE -> file.getDouble(at);
                default -> throw new IllegalArgumentException(tag + " is of type " + entry.type);
            };
        }
        return fractions;
    }

    /** The values of a tag as they are stored; none if it is missing. Throws as {@link #numbers} does. */
    byte[] bytes(Tag tag) {
        Entry entry = entries.get(tag.code());
        if (entry == null) {
            return new byte[0];
        }
        int start = start(entry); // before there is memory for what the file can't hold
        byte[] bytes = new byte[Math.toIntExact(entry.count * TYPE_BYTES[entry.type])];
        file.get(start, bytes);
        return bytes;
    }

    /** Where an entry's values begin; they end within the file. */
    private int start(Entry entry) {
        if (entry.type >= TYPE_BYTES.length || TYPE_BYTES[entry.type] == 0 || entry.count < 0) {
            throw new IllegalArgumentException("an entry of type " + entry.type);
        }
        int bytes = TYPE_BYTES[entry.type];
        if (entry.count > (bytes == 1 ? file.capacity() : MAX_VALUES)) {
            throw new IllegalArgumentException("an entry of " + entry.count + " values");
        }
        long length = entry.count * bytes;
        boolean here = length <= (entry.big ? Long.BYTES : Integer.BYTES);
        long start = here ? entry.at : entry.big ? file.getLong(entry.at) : u32(file, entry.at);
        if (start < 0 || start > file.capacity() - length) {
            throw new IndexOutOfBoundsException("values beyond the file");
        }
        return (int) start;
    }

    private static long u32(ByteBuffer file, int at) {
        return file.getInt(at) & 0xFFFFFFFFL;
    }
}
