package io.belvedere.engine.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small GGUF files for tests, right ones and wrong ones. */
public final class GgufWriter {
    /** Numbers of value types. */
    public static final int U8 = 0,
            S8 = 1,
            U16 = 2,
            S16 = 3,
            U32 = 4,
            S32 = 5,
            F32 = 6,
            BOOL = 7,
            STRING = 8,
            ARRAY = 9,
            U64 = 10,
            S64 = 11,
            F64 = 12;

    private record TensorEntry(byte[] name, int type, long[] extents, long offset) {}

    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final List<TensorEntry> tensors = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int version = 3;
    private int alignment = 32;
    private long keyCount;

    public GgufWriter version(int version) {
        this.version = version;
        return this;
    }

    /** Also stored under {@code general.alignment}. */
    public GgufWriter alignment(int alignment) {
        this.alignment = alignment;
        return number("general.alignment", U32, alignment);
    }

    public GgufWriter text(String key, String value) {
        return value(key, STRING, string(value));
    }

    public GgufWriter flag(String key, boolean value) {
        return value(key, BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    public GgufWriter number(String key, int type, long value) {
        return value(key, type, number(type, value));
    }

    public GgufWriter real(String key, float value) {
        return value(key, F32, number(F32, Float.floatToIntBits(value)));
    }

    public GgufWriter real(String key, double value) {
        return value(key, F64, number(F64, Double.doubleToLongBits(value)));
    }

    public GgufWriter texts(String key, String... values) {
        byte[][] elements = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            elements[i] = string(values[i]);
        }
        return value(key, ARRAY, array(STRING, elements));
    }

    public GgufWriter numbers(String key, int type, long... values) {
        byte[][] elements = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            elements[i] = number(type, values[i]);
        }
        return value(key, ARRAY, array(type, elements));
    }

    /** A key with raw bytes after its type. */
    public GgufWriter value(String key, int type, byte[] value) {
        keys.writeBytes(string(key));
        keys.writeBytes(number(U32, type));
        keys.writeBytes(value);
        keyCount++;
        return this;
    }

    /** An F32 tensor; extents as in a shape, slowest first. */
    public GgufWriter tensor(String name, int[] extents, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return tensor(name, 0, extents, bytes.array());
    }

    /** A tensor of the type with that number in GGUF. */
    public GgufWriter tensor(String name, int type, int[] extents, byte[] bytes) {
        while (data.size() % alignment != 0) {
            data.write(0);
        }
        tensorAt(name, type, extents, data.size());
        data.writeBytes(bytes);
        return this;
    }

    /** Declares a tensor without giving it bytes. */
    public GgufWriter tensorAt(String name, int type, int[] extents, long offset) {
        long[] reversed = new long[extents.length];
        for (int i = 0; i < extents.length; i++) {
            reversed[i] = extents[extents.length - 1 - i];
        }
        tensors.add(new TensorEntry(string(name), type, reversed, offset));
        return this;
    }

    public byte[] bytes() {
        return bytes(tensors.size(), keyCount);
    }

    /** The file with other counts than the true ones. */
    public byte[] bytes(long tensorCount, long announcedKeys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(number(U32, version));
        out.writeBytes(number(U64, tensorCount));
        out.writeBytes(number(U64, announcedKeys));
        out.writeBytes(keys.toByteArray());
        for (TensorEntry tensor : tensors) {
            out.writeBytes(tensor.name());
            out.writeBytes(number(U32, tensor.extents().length));
            for (long extent : tensor.extents()) {
                out.writeBytes(number(U64, extent));
            }
            out.writeBytes(number(U32, tensor.type()));
            out.writeBytes(number(U64, tensor.offset()));
        }
        while (out.size() % alignment != 0) {
            out.write(0);
        }
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** A text with its length before it. */
    public static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return join(number(U64, utf8.length), utf8);
    }

    /** An array's element type, length and elements. */
    public static byte[] array(int type, byte[]... elements) {
        return join(number(U32, type), number(U64, elements.length), join(elements));
    }

    /** The low bytes of a number, as many as the type takes. */
    public static byte[] number(int type, long value) {
        int size = switch (type) {
            case U8, S8, BOOL -> 1;
            case U16, S16 -> 2;
            case U32, S32, F32 -> 4;
            default -> 8;
        };
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
