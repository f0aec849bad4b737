package io.belvedere.engine.format;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads GGUF metadata values. Arrays are only walked over, which checks their lengths; their elements are read when
 * asked for, so a vocabulary costs nothing until then.
 */
final class GgufValues {
    private final Path file;
    private final MemorySegment bytes;
    private final FormatLimits limits;

    GgufValues(Path file, MemorySegment bytes, FormatLimits limits) {
        this.file = file;
        this.bytes = bytes;
        this.limits = limits;
    }

    GgufType type(Cursor cursor, String what) throws FormatException {
        long at = cursor.position();
        long number = cursor.u32("the type of " + what);
        if (!GgufType.has(number)) {
            throw new FormatException(file, at, what + " has type " + number + ", which GGUF does not know");
        }
        return GgufType.of(number);
    }

    MetadataValue read(Cursor cursor, GgufType type, String what) throws FormatException {
        return switch (type) {
            case U8 -> new MetadataValue.Whole(cursor.s8(what) & 0xFF);
            case S8 -> new MetadataValue.Whole(cursor.s8(what));
            case U16 -> new MetadataValue.Whole(cursor.s16(what) & 0xFFFF);
            case S16 -> new MetadataValue.Whole(cursor.s16(what));
            case U32 -> new MetadataValue.Whole(cursor.u32(what));
            case S32 -> new MetadataValue.Whole(cursor.s32(what));
            case U64 -> new MetadataValue.Whole(cursor.u64(what));
            case S64 -> new MetadataValue.Whole(cursor.s64(what));
            case F32 -> new MetadataValue.Real(Float.intBitsToFloat(cursor.s32(what)));
            case F64 -> new MetadataValue.Real(Double.longBitsToDouble(cursor.s64(what)));
            case BOOL -> flag(cursor, what);
            case STRING -> new MetadataValue.Text(cursor.text(what, limits.headerBytes()));
            case ARRAY -> array(cursor, what, 1);
        };
    }

    private MetadataValue flag(Cursor cursor, String what) throws FormatException {
        byte value = cursor.s8(what);
        if (value != 0 && value != 1) {
            throw new FormatException(
                    file, cursor.position() - 1, what + " is a flag of " + value + ", neither 0 nor 1");
        }
        return new MetadataValue.Flag(value == 1);
    }

    private Array array(Cursor cursor, String what, int depth) throws FormatException {
        if (depth > limits.nesting()) {
            throw new FormatException(file, cursor.position(), what + " nests arrays deeper than " + limits.nesting());
        }
        GgufType type = type(cursor, "the elements of " + what);
        int count = Math.toIntExact(cursor.count("the length of " + what, type.least()));
        Array array = new Array(type, count, cursor.position(), what);
        if (!type.sizeVaries()) {
            cursor.skip((long) count * type.least(), what);
            return array;
        }
        for (int i = 0; i < count; i++) {
            if (type == GgufType.ARRAY) {
                array(cursor, what, depth + 1);
            } else {
                cursor.skip(cursor.u64("the length of a text in " + what), "a text in " + what);
            }
        }
        return array;
    }

    /** Elements in the mapped file, from {@code start} on. */
    private final class Array implements MetadataValue.Items {
        private final GgufType type;
        private final int count;
        private final long start;
        private final String what;

        Array(GgufType type, int count, long start, String what) {
            this.type = type;
            this.count = count;
            this.start = start;
            this.what = what;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public List<MetadataValue> first(int wanted) throws FormatException {
            Cursor cursor = new Cursor(file, bytes, start, limits.headerBytes());
            List<MetadataValue> values = new ArrayList<>(wanted);
            for (int i = 0; i < wanted; i++) {
                values.add(read(cursor, type, what));
            }
            return values;
        }
    }
}
