package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * One picture's features as a file of one model, all numbers little-endian:
 *
 * <pre>
 *   0  magic BLVDFEAT       12  tokens, int            32  SHA-256 of the model's fingerprint
 *   8  version, int         16  width, int             64  the picture's key, 32 bytes
 *                           20  levels, int            96  CRC-32C of all before and of the values, int
 *                           24  bytes of values, long
 * 100  values {@code (levels, tokens, width)}, float32, to the file's end
 * </pre>
 *
 * <p>The checksum is against damage: CRC-32C finds each burst of up to 32 bits for certain and misses one in four
 * thousand million of all else, at the speed of memory. A digest would add nothing against who may write to the folder,
 * since he could write the digest too.
 */
final class FeatureFormat {
    static final int VERSION = 2;
    static final int HEADER_BYTES = 100;
    private static final int CHECKSUM_AT = 96;
    private static final int CHUNK_BYTES = 1 << 16; // a multiple of a float's
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8; // of one array

    private final byte[] magic = "BLVDFEAT".getBytes(StandardCharsets.US_ASCII);
    private final byte[] model;

    FeatureFormat(String fingerprint) {
        try {
            this.model = MessageDigest.getInstance("SHA-256").digest(fingerprint.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** How long the file of {@code features} is. */
    static long fileBytes(ImageFeatures features) {
        return HEADER_BYTES + (long) features.values().length * Float.BYTES;
    }

    /**
     * Writes an empty file; its header comes last.
     *
     * @throws IllegalArgumentException if there are not {@code levels} times {@code tokens} times {@code width}
     *     values, at least one
     */
    void write(FileChannel channel, ImageKey key, ImageFeatures features) throws IOException {
        float[] values = features.values();
        long level = (long) features.tokens() * features.width();
        if (values.length == 0 || level * features.levels() != values.length) {
            throw new IllegalArgumentException(features.tokens() + " tokens of width " + features.width() + " in "
                    + features.levels() + " levels can't have " + values.length + " values");
        }
        ByteBuffer header = header(key, features);
        CRC32C checksum = new CRC32C();
        checksum.update(header.slice(0, CHECKSUM_AT));
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        int count;
        for (int done = 0; done < values.length; done += count) {
            count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - done);
            chunk.clear();
            chunk.asFloatBuffer().put(values, done, count);
            chunk.limit(count * Float.BYTES);
            checksum.update(chunk.duplicate());
            drain(chunk, channel, HEADER_BYTES + (long) done * Float.BYTES);
        }
        header.putInt(CHECKSUM_AT, (int) checksum.getValue());
        drain(header, channel, 0);
    }

    /**
     * Reads a file, if it is whole and of this version, this model and the picture {@code key}. Nothing is allocated
     * before the sizes have been compared with the file's length and {@code largestBytes}.
     *
     * @param largestBytes of a file that may be read
     */
    ImageFeatures read(FileChannel channel, ImageKey key, long largestBytes) throws IOException, UnusableFileException {
        ByteBuffer header = littleEndian(HEADER_BYTES);
        fill(header, channel, 0);
        require(Arrays.equals(bytes(header, 0, magic.length), magic), "it does not begin with the magic");
        int version = header.getInt(8);
        require(version == VERSION, "it is of version " + version + ", this program reads " + VERSION);
        int tokens = header.getInt(12);
        int width = header.getInt(16);
        int levels = header.getInt(20);
        int count = valueCount(tokens, width, levels, header.getLong(24), channel.size(), largestBytes);
        require(Arrays.equals(bytes(header, 32, 32), model), "it is of another model");
        require(Arrays.equals(bytes(header, 64, 32), bytes(key)), "it is of another picture than its name says");
        CRC32C checksum = new CRC32C();
        checksum.update(header.slice(0, CHECKSUM_AT));
        float[] values = values(channel, count, checksum);
        require((int) checksum.getValue() == header.getInt(CHECKSUM_AT), "its checksum is wrong");
        return new ImageFeatures(tokens, width, levels, values);
    }

    private static int valueCount(int tokens, int width, int levels, long valueBytes, long fileBytes, long largestBytes)
            throws UnusableFileException {
        String sizes = levels + " levels of " + tokens + " tokens of width " + width + " in " + valueBytes
                + " bytes, the file has " + fileBytes;
        require(tokens >= 1 && width >= 1 && levels >= 1, sizes);
        long level = (long) tokens * width; // below 2^62
        require(level <= MOST_VALUES, sizes);
        long count = level * levels; // below 2^62
        require(count <= MOST_VALUES && count * Float.BYTES == valueBytes, sizes);
        require(valueBytes == fileBytes - HEADER_BYTES, sizes);
        require(fileBytes <= largestBytes, sizes + " and at most " + largestBytes + " are read");
        return (int) count;
    }

    private static float[] values(FileChannel channel, int total, CRC32C checksum)
            throws IOException, UnusableFileException {
        float[] values = new float[total];
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        int count;
        for (int done = 0; done < total; done += count) {
            count = Math.min(CHUNK_BYTES / Float.BYTES, total - done);
            chunk.clear().limit(count * Float.BYTES);
            fill(chunk, channel, HEADER_BYTES + (long) done * Float.BYTES);
            chunk.rewind();
            checksum.update(chunk.duplicate());
            chunk.asFloatBuffer().get(values, done, count);
        }
        return values;
    }

    private ByteBuffer header(ImageKey key, ImageFeatures features) {
        return littleEndian(HEADER_BYTES)
                .put(magic)
                .putInt(VERSION)
                .putInt(features.tokens())
                .putInt(features.width())
                .putInt(features.levels())
                .putLong(fileBytes(features) - HEADER_BYTES)
                .put(model)
                .put(bytes(key))
                .rewind();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ImageKey key) {
        return HexFormat.of().parseHex(key.sha256());
    }

    private static byte[] bytes(ByteBuffer header, int from, int count) {
        byte[] bytes = new byte[count];
        header.get(from, bytes);
        return bytes;
    }

    private static void drain(ByteBuffer buffer, FileChannel channel, long position) throws IOException {
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
    }

    private static void fill(ByteBuffer buffer, FileChannel channel, long position)
            throws IOException, UnusableFileException {
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position);
            require(read >= 0, "it ends after " + position + " bytes");
            position += read;
        }
    }

    private static void require(boolean condition, String otherwise) throws UnusableFileException {
        if (!condition) {
            throw new UnusableFileException(otherwise);
        }
    }
}
