package io.belvedere.engine.image.png;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The deflated rows, which may be spread over many chunks ("IDAT"). Read once, then closed.
 *
 * <p>Two checksums guard them: one in each chunk, one over all that was inflated. Either is enough.
 */
public final class CodedPixels implements AutoCloseable {
    /** Name and length of the chunk before its data. */
    private static final int NAME = 4;

    private static final int BUFFER = 1 << 15;

    private final byte[] file;

    /** Start and end of each part. */
    private int[] parts = new int[16];

    private int used;
    private int next;
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    public CodedPixels(byte[] file) {
        this.file = file;
    }

    /** Adds the data of a chunk, file[start, end), between its name and, unless the file is cut, its checksum. */
    public void add(int start, int end) {
        if (start < end) {
            parts = used == parts.length ? Arrays.copyOf(parts, 2 * used) : parts;
            parts[used++] = start;
            parts[used++] = end;
        }
    }

    public long size() {
        long size = 0;
        for (int i = 0; i < used; i += 2) {
            size += parts[i + 1] - parts[i];
        }
        return size;
    }

    int read() throws IOException {
        if (from == to) {
            from = 0;
            to = inflate(buffer, 0, BUFFER);
        }
        return buffer[from++] & 0xFF;
    }

    /** Fills target[start, end). */
    void read(byte[] target, int start, int end) throws IOException {
        int at = start;
        while (at < end) {
            if (from == to) {
                from = 0;
                to = inflate(buffer, 0, BUFFER);
            }
            int count = Math.min(end - at, to - from);
            System.arraycopy(buffer, from, target, at, count);
            from += count;
            at += count;
        }
    }

    /** Fails unless a checksum shows that what was read is what was written. To be called behind the last row. */
    void verify() throws IOException {
        if (from < to || !ends()) {
            requireChecksums();
        }
    }

    /** Whether the stream is over, with the right checksum. */
    private boolean ends() throws IOException {
        try {
            inflate(buffer, 0, 1);
            return false;
        } catch (EOFException e) {
            return inflater.finished();
        }
    }

    /** At least one byte. */
    private int inflate(byte[] target, int start, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(target, start, length);
                if (count > 0) {
                    return count;
                } else if (inflater.finished() || inflater.needsDictionary() || next == used) {
                    throw new EOFException("rows are missing");
                }
                if (inflater.needsInput()) {
                    inflater.setInput(file, parts[next], parts[next + 1] - parts[next]);
                    next += 2;
                }
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
    }

    /** Of the chunks that are all there. */
    private void requireChecksums() throws IOException {
        for (int i = 0; i < used; i += 2) {
            int end = parts[i + 1];
            if (end + 4 <= file.length) {
                CRC32 checksum = new CRC32();
                checksum.update(file, parts[i] - NAME, end - parts[i] + NAME);
                int stored = (file[end] & 0xFF) << 24
                        | (file[end + 1] & 0xFF) << 16
                        | (file[end + 2] & 0xFF) << 8
                        | (file[end + 3] & 0xFF);
                if ((int) checksum.getValue() != stored) {
                    throw new IOException("a checksum differs");
                }
            }
        }
    }

    @Override
    public void close() {
        inflater.close();
    }
}
