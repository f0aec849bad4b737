package io.belvedere.engine.format;

import io.belvedere.compute.DType;
import io.belvedere.compute.StoredBytes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Reads the header of one GGUF file, version 2 or 3, little-endian:
 *
 * <pre>
 * magic "GGUF" | u32 version | u64 tensors | u64 keys | keys x (text, u32 type, value)
 *   | tensors x (name, u32 rank, u64 extents fastest first, u32 type, u64 offset) | padding | tensor data
 * </pre>
 *
 * Nothing in it is believed before it is checked against the file's size and the limits.
 */
public final class GgufReader {
    private static final int MAGIC = 0x46554747;
    private static final int KEY_BYTES_AT_LEAST = 8 + 4 + 1;
    private static final int TENSOR_BYTES_AT_LEAST = 8 + 4 + 8 + 4 + 8;
    private static final int NAME_BYTES_AT_MOST = 0xFFFF;
    private static final int RANK_AT_MOST = 4;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int ALIGNMENT_AT_MOST = 1 << 20;

    private final Path file;
    private final StoredBytes content;
    private final FormatLimits limits;
    private final Cursor cursor;

    private GgufReader(Path file, StoredBytes content, FormatLimits limits) {
        this.file = file;
        this.content = content;
        this.limits = limits;
        this.cursor = new Cursor(file, content.bytes(), 0, limits.headerBytes());
    }

    /**
     * @param file for messages
     * @param content the whole file
     */
    public static GgufFile read(Path file, StoredBytes content, FormatLimits limits) throws FormatException {
        return new GgufReader(file, content, limits).read();
    }

    /** Reads a file's metadata only; its tensors may be broken. */
    static ModelMetadata readMetadata(Path file, StoredBytes content, FormatLimits limits) throws FormatException {
        GgufReader reader = new GgufReader(file, content, limits);
        reader.checkVersion();
        reader.tensorCount();
        return reader.metadata();
    }

    private GgufFile read() throws FormatException {
        checkVersion();
        int tensorCount = tensorCount();
        ModelMetadata metadata = metadata();
        return new GgufFile(metadata, tensors(tensorCount, alignment(metadata)));
    }

    private void checkVersion() throws FormatException {
        if (content.size() < Integer.BYTES || cursor.s32("the magic number") != MAGIC) {
            throw new FormatException(
                    file, 0, Signature.tell(content.bytes()).orElse("is no GGUF file: it does not start with GGUF"));
        }
        int version = cursor.s32("the version");
        if ((version & 0xFFFF) == 0) {
            throw new FormatException(file, 4, "is a big-endian GGUF file, which is not supported");
        }
        if (version != 2 && version != 3) {
            throw new FormatException(
                    file, 4, "is GGUF version " + Integer.toUnsignedString(version) + "; supported are 2 and 3");
        }
    }

    private int tensorCount() throws FormatException {
        return count("the number of tensors", TENSOR_BYTES_AT_LEAST, limits.tensors());
    }

    private int count(String what, int least, int most) throws FormatException {
        long at = cursor.position();
        long count = cursor.count(what, least);
        if (count > most) {
            throw new FormatException(file, at, what + " is " + count + ", over the limit of " + most);
        }
        return (int) count;
    }

    private ModelMetadata metadata() throws FormatException {
        int keyCount = count("the number of keys", KEY_BYTES_AT_LEAST, limits.keys());
        GgufValues values = new GgufValues(file, content.bytes(), limits);
        SequencedMap<String, MetadataValue> read = new LinkedHashMap<>();
        for (int i = 0; i < keyCount; i++) {
            long at = cursor.position();
            String key = cursor.text("a key", NAME_BYTES_AT_MOST);
            GgufType type = values.type(cursor, key);
            if (read.putIfAbsent(key, values.read(cursor, type, key)) != null) {
                throw new FormatException(file, at, "key " + key + " is there twice");
            }
        }
        return new ModelMetadata(ModelFormat.GGUF, file, Map.of(), read);
    }

    private int alignment(ModelMetadata metadata) throws FormatException {
        int alignment = metadata.optionalInteger("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment < 1 || alignment > ALIGNMENT_AT_MOST || Integer.bitCount(alignment) != 1) {
            throw new FormatException(
                    file,
                    "general.alignment is " + alignment + "; it must be a power of two, at most " + ALIGNMENT_AT_MOST);
        }
        return alignment;
    }

    private record Declared(String name, int type, int[] extents, long offset, long at) {}

    private FileTensors tensors(int tensorCount, int alignment) throws FormatException {
        Declared[] declared = new Declared[tensorCount];
        for (int i = 0; i < declared.length; i++) {
            declared[i] = declaration(alignment);
        }
        long dataStart = Math.ceilDiv(cursor.position(), alignment) * (long) alignment;
        StoredTensors stored = new StoredTensors(file, content);
        for (Declared tensor : declared) {
            add(tensor, dataStart + tensor.offset(), stored);
        }
        return stored.all();
    }

    private void add(Declared tensor, long begin, StoredTensors stored) throws FormatException {
        DType type = GgufTensorType.supported(tensor.type());
        if (type != null) {
            stored.add(tensor.name(), type, tensor.extents(), begin, tensor.at());
            return;
        }
        String typeName = GgufTensorType.describe(tensor.type());
        int elementBytes = GgufTensorType.plainBytes(tensor.type());
        if (elementBytes == 0) {
            throw new FormatException(
                    file,
                    tensor.at(),
                    "tensor " + tensor.name() + " has type " + typeName + ", which is not supported; supported: "
                            + GgufTensorType.names() + "; take the model in one of these");
        }
        long size = stored.plainBytes(tensor.name(), tensor.extents(), elementBytes, tensor.at());
        stored.addUnread(tensor.name(), typeName, tensor.extents(), begin, size, tensor.at());
    }

    private Declared declaration(int alignment) throws FormatException {
        long at = cursor.position();
        String name = cursor.text("a tensor's name", NAME_BYTES_AT_MOST);
        int[] extents = extents(name);
        int type = cursor.s32("the type of tensor " + name);
        long offset = cursor.u64("the offset of tensor " + name);
        if (offset % alignment != 0) {
            throw new FormatException(
                    file, at, "tensor " + name + " has offset " + offset + "; it must be a multiple of " + alignment);
        }
        return new Declared(name, type, extents, offset, at);
    }

    /** The extents of a tensor, turned to slowest first. */
    private int[] extents(String name) throws FormatException {
        long at = cursor.position();
        long rank = cursor.u32("the rank of tensor " + name);
        if (rank < 1 || rank > RANK_AT_MOST) {
            throw new FormatException(
                    file, at, "tensor " + name + " has rank " + rank + "; it must be 1 to " + RANK_AT_MOST);
        }
        int[] extents = new int[(int) rank];
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            long extent = cursor.u64("an extent of tensor " + name);
            if (extent < 1 || extent > Integer.MAX_VALUE) {
                throw new FormatException(
                        file,
                        cursor.position() - 8,
                        "tensor " + name + " has an extent of " + extent + "; it must be 1 to 2^31 - 1");
            }
            extents[axis] = (int) extent;
        }
        return extents;
    }
}
