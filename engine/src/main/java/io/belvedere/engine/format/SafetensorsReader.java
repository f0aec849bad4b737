package io.belvedere.engine.format;

import io.belvedere.compute.DType;
import io.belvedere.compute.StoredBytes;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads the header of one safetensors file:
 *
 * <pre>
 * u64 n, little-endian | n bytes of JSON: name -> {dtype, shape, data_offsets: [begin, end]} | tensor data
 * </pre>
 *
 * with offsets from the data's start, which has no alignment. As in the reference reader tensors must fill the data
 * without gaps. Nothing is believed before it is checked against the file's size and the limits.
 */
public final class SafetensorsReader {
    private static final Map<String, DType> TYPES = Map.of("F32", DType.F32, "F16", DType.F16, "BF16", DType.BF16);
    private static final int RANK_AT_MOST = 8;

    private final Path file;
    private final StoredBytes content;
    private final FormatLimits limits;
    private final StoredTensors stored;
    private long dataStart;
    private int tensors;
    private long tensorBytes;

    private SafetensorsReader(Path file, StoredBytes content, FormatLimits limits) {
        this.file = file;
        this.content = content;
        this.limits = limits;
        this.stored = new StoredTensors(file, content);
    }

    /**
     * The tensors, under the names that the file gives.
     *
     * @param file for messages
     * @param content the whole file
     */
    public static FileTensors read(Path file, StoredBytes content, FormatLimits limits) throws FormatException {
        return new SafetensorsReader(file, content, limits).read();
    }

    private FileTensors read() throws FormatException {
        long length = headerLength();
        dataStart = Long.BYTES + length;
        byte[] header = content.bytes().asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        try (StrictJson json = new StrictJson(file, Long.BYTES, header, limits)) {
            json.document(name -> entry(json, name));
        }
        FileTensors all = stored.all();
        long data = content.size() - dataStart;
        if (tensorBytes != data) {
            throw new FormatException(
                    file,
                    dataStart,
                    "the tensors take " + tensorBytes + " of " + data + " bytes of data; they must fill it");
        }
        return all;
    }

    private long headerLength() throws FormatException {
        Optional<String> other = Signature.tell(content.bytes());
        if (other.isPresent()) {
            throw new FormatException(file, 0, other.get());
        }
        Cursor cursor = new Cursor(file, content.bytes(), 0, content.size());
        long length = cursor.u64("the length of the header");
        if (length > limits.headerBytes()) {
            throw new FormatException(
                    file, 0, "the length of the header is " + length + ", over the limit of " + limits.headerBytes());
        }
        if (length > cursor.remaining()) {
            throw StoredTensors.incomplete(
                    file, content.size(), Long.BYTES + length, "at least: the header ends there");
        }
        return length;
    }

    private void entry(StrictJson json, String name) throws FormatException {
        if (name.equals("__metadata__")) {
            json.object(name, key -> json.text(name + "." + key));
            return;
        }
        if (++tensors > limits.tensors()) {
            throw json.problem("there are more than " + limits.tensors() + " tensors");
        }
        long at = json.offset();
        Entry entry = new Entry(json, name);
        json.object("tensor " + name, entry);
        String dtype = entry.dtype();
        DType type = TYPES.get(dtype);
        long begin = dataStart + entry.begin();
        long size = entry.end() - entry.begin();
        tensorBytes += size;
        if (type == null) {
            stored.addUnread(name, dtype, entry.extents(), begin, size, at);
            return;
        }
        long end = stored.add(name, type, entry.extents(), begin, at);
        if (end - begin != size) {
            throw new FormatException(
                    file,
                    at,
                    "tensor " + name + " takes " + (end - begin) + " bytes, but data_offsets are "
                            + Arrays.toString(entry.offsets));
        }
    }

    /** Takes up the properties of one tensor. */
    private final class Entry implements StrictJson.Property {
        private final StrictJson json;
        private final String name;
        private @Nullable String dtype;
        private long @Nullable [] shape;
        private long @Nullable [] offsets;

        Entry(StrictJson json, String name) {
            this.json = json;
            this.name = name;
        }

        @Override
        public void read(String property) throws FormatException {
            switch (property) {
                case "dtype" -> dtype = json.text("dtype of tensor " + name);
                case "shape" -> shape = naturals("shape", RANK_AT_MOST);
                case "data_offsets" -> offsets = naturals("data_offsets", 2);
                default -> throw json.problem("tensor " + name + " has an unknown property " + property);
            }
        }

        String dtype() throws FormatException {
            if (dtype == null) {
                throw json.problem("tensor " + name + " has no dtype");
            }
            return dtype;
        }

        /** A scalar counts as a vector of one element. */
        int[] extents() throws FormatException {
            if (shape == null) {
                throw json.problem("tensor " + name + " has no shape");
            }
            int[] extents = new int[Math.max(1, shape.length)];
            extents[0] = 1;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
                    throw json.problem(
                            "tensor " + name + " has an extent of " + shape[axis] + "; it must be 1 to 2^31 - 1");
                }
                extents[axis] = (int) shape[axis];
            }
            return extents;
        }

        long begin() throws FormatException {
            return offset(0);
        }

        long end() throws FormatException {
            return offset(1);
        }

        private long offset(int index) throws FormatException {
            if (offsets == null || offsets.length != 2) {
                throw json.problem("tensor " + name + " has no data_offsets of two numbers");
            }
            if (offsets[index] > Long.MAX_VALUE / 2 - dataStart) {
                throw json.problem("tensor " + name + " has data_offsets " + Arrays.toString(offsets) + ": absurd");
            }
            return offsets[index];
        }

        private long[] naturals(String what, int most) throws FormatException {
            json.require(JsonToken.START_ARRAY, what + " of tensor " + name, "an array");
            long[] values = new long[most];
            int count = 0;
            while (json.next() != JsonToken.END_ARRAY) {
                if (count == most) {
                    throw json.problem(what + " of tensor " + name + " has more than " + most + " numbers");
                }
                values[count++] = json.natural(what + " of tensor " + name);
            }
            return Arrays.copyOf(values, count);
        }
    }
}
