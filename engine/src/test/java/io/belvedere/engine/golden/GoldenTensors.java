package io.belvedere.engine.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arrays of one safetensors file of the golden set; trusts the file. */
public final class GoldenTensors {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final JsonNode header;
    private final ByteBuffer data;

    private GoldenTensors(Path file, JsonNode header, ByteBuffer data) {
        this.file = file;
        this.header = header;
        this.data = data;
    }

    static GoldenTensors read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(bytes.getLong());
            JsonNode header = JSON.readTree(bytes.array(), 8, length);
            int start = 8 + length;
            return new GoldenTensors(
                    file, header, bytes.slice(start, bytes.capacity() - start).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> names() {
        List<String> names = new ArrayList<>(header.propertyNames());
        names.remove("__metadata__");
        return names;
    }

    public boolean has(String name) {
        return header.has(name);
    }

    /** Extents, slowest first. */
    public int[] shape(String name) {
        return GoldenCase.ints(entry(name).path("shape"));
    }

    /** The elements of an F32 array, row-major. */
    public float[] floats(String name) {
        ByteBuffer bytes = bytes(name, "F32");
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** The elements of an I32 array, row-major. */
    public int[] ints(String name) {
        ByteBuffer bytes = bytes(name, "I32");
        int[] values = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(values);
        return values;
    }

    /** The elements of a U8 array, row-major. */
    public byte[] bytes(String name) {
        ByteBuffer bytes = bytes(name, "U8");
        byte[] values = new byte[bytes.remaining()];
        bytes.get(values);
        return values;
    }

    private ByteBuffer bytes(String name, String type) {
        JsonNode entry = entry(name);
        if (!entry.path("dtype").asString("").equals(type)) {
            throw new AssertionError(name + " in " + file + " is " + entry.path("dtype") + ", not " + type);
        }
        int[] range = GoldenCase.ints(entry.path("data_offsets"));
        return data.slice(range[0], range[1] - range[0]).order(ByteOrder.LITTLE_ENDIAN);
    }

    private JsonNode entry(String name) {
        JsonNode entry = header.get(name);
        if (entry == null) {
            throw new AssertionError("no tensor " + name + " in " + file + ", which has " + names());
        }
        return entry;
    }
}
