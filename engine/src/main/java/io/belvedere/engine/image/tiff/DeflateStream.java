package io.belvedere.engine.image.tiff;

import io.belvedere.engine.image.DecodingWatch;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate in the form of zlib. Where all bytes are there, a checksum that is there too must be theirs. */
final class DeflateStream extends PartStream {
    private static final int PIECE = 1 << 16;

    private final Inflater inflater = new Inflater();
    private final byte[] data;
    private final int end;
    private final DecodingWatch watch;
    private int at;

    DeflateStream(byte[] data, int start, int end, DecodingWatch watch) {
        this.data = data;
        this.at = start;
        this.end = end;
        this.watch = watch;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            while (length > 0) {
                int count = inflater.inflate(target, offset, Math.min(length, PIECE));
                if (count > 0) {
                    return count;
                } else if (inflater.finished()) {
                    return -1;
                } else if (inflater.needsDictionary()) {
                    throw new IOException("a dictionary is missing");
                } else if (at == end) {
                    throw new EOFException();
                }
                watch.goOn();
                int piece = Math.min(PIECE, end - at);
                inflater.setInput(data, at, piece);
                at += piece;
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return 0;
    }

    /**
     * Fails if the data doesn't end, or ends with a checksum of other bytes. Some programs store a last strip with as
     * many rows as the others have: {@code spare} bytes and a few more are passed over.
     */
    void finish(long spare) throws IOException {
        byte[] passed = new byte[1 << 12];
        try {
            long left = spare + passed.length;
            for (int count = 0; count >= 0; left -= count) {
                if (left < 0) {
                    throw new IOException("more than a strip or tile");
                }
                count = read(passed, 0, passed.length);
            }
        } catch (EOFException e) {
            return; // the checksum isn't there, all bytes are
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
