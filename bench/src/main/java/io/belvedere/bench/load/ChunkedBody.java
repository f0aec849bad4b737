package io.belvedere.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/** A body in chunks (RFC 9112, section 7.1), read no further than the bytes that are asked for. */
final class ChunkedBody extends InputStream {
    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int read = in.read(into, from, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the connection ended with " + left + " bytes of a chunk to come");
        }
        left -= read;
        return read;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (begun && !HttpHead.line(in).isEmpty()) {
            throw new BrokenReply("a chunk is longer than it says");
        }
        begun = true;
        left = size(HttpHead.line(in));
        if (left == 0) {
            ended = true;
            while (!HttpHead.line(in).isEmpty()) {
                // trailers mean nothing here
            }
        }
        return left > 0;
    }

    private static long size(String line) throws BrokenReply {
        String digits = line.split(";", 2)[0].strip();
        try {
            return HexFormat.fromHexDigitsToLong(digits);
        } catch (IllegalArgumentException e) {
            throw new BrokenReply("no size of a chunk: " + BrokenReply.shortened(line));
        }
    }
}
