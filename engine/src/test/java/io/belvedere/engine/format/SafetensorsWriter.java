package io.belvedere.engine.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes small safetensors files for tests, right ones and wrong ones. */
public final class SafetensorsWriter {
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    public SafetensorsWriter tensor(String name, int[] extents, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return tensor(name, "F32", extents, bytes.array());
    }

    public SafetensorsWriter tensor(String name, String dtype, int[] extents, byte[] bytes) {
        int begin = data.size();
        data.writeBytes(bytes);
        return entry("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, Arrays.toString(extents), begin, data.size()));
    }

    /** A raw entry of the header. */
    public SafetensorsWriter entry(String json) {
        entries.add(json);
        return this;
    }

    public String header() {
        return "{" + String.join(",", entries) + "}";
    }

    public byte[] data() {
        return data.toByteArray();
    }

    public byte[] bytes() {
        return bytes(header().getBytes(StandardCharsets.UTF_8), data());
    }

    /** A file of any header and data. */
    public static byte[] bytes(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
