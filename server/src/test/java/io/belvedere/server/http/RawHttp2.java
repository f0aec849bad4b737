package io.belvedere.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** HTTP/2 frames by hand (RFC 9113, RFC 7541), for what no client would send. */
public final class RawHttp2 {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CANCEL = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int INDEXED_STATUS_200 = 0x88;

    private RawHttp2() {}

    /** The preface and empty settings. */
    public static byte[] opening() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        return out.toByteArray();
    }

    /** {@code GET /a} of localhost with one more header. */
    static byte[] get(int stream, String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x87); // :scheme https
        block.write(0x04); // :path, not indexed
        string(block, "/a");
        block.write(0x01); // :authority, not indexed
        string(block, "localhost");
        block.write(0x00); // a new name, not indexed
        string(block, name);
        string(block, value);
        return frame(HEADERS, END_STREAM_AND_HEADERS, stream, block.toByteArray());
    }

    /** A GET whose stream its client does not end. */
    static byte[] begunGet(int stream, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x87); // :scheme https
        block.write(0x04); // :path, not indexed
        string(block, path);
        block.write(0x01); // :authority, not indexed
        string(block, "localhost");
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** Announces a body for {@code path} and sends its first byte. */
    public static byte[] begunPost(int stream, String path, int announcedBytes) {
        return post(stream, path, announcedBytes, 0, new byte[] {'{'});
    }

    /** With its whole body. */
    public static byte[] post(int stream, String path, byte[] body) {
        return post(stream, path, body.length, END_STREAM, body);
    }

    private static byte[] post(int stream, String path, int announcedBytes, int dataFlags, byte[] sent) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x87); // :scheme https
        block.write(0x04); // :path, not indexed
        string(block, path);
        block.write(0x01); // :authority, not indexed
        string(block, "localhost");
        block.write(0x00); // a new name, not indexed
        string(block, "content-length");
        string(block, Integer.toString(announcedBytes));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(frame(HEADERS, END_HEADERS, stream, block.toByteArray()));
        both.writeBytes(frame(DATA, dataFlags, stream, sent));
        return both.toByteArray();
    }

    /** Ends a stream because its client wants no more of it. */
    public static byte[] cancelled(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    /** Asks for a sign of life. */
    static byte[] ping() {
        return frame(PING, 0, 0, new byte[8]);
    }

    /** Lets the server send so many bytes of each answer, until it gets leave for more. */
    static byte[] window(int bytes) {
        return frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) (bytes >> 8), (byte) bytes});
    }

    /**
     * Reads frames up to the head of a stream's answer: {@code 200}, {@code another status}, or how it was broken off.
     */
    public static String answer(InputStream from, int stream) throws IOException {
        DataInputStream in = new DataInputStream(from);
        while (true) {
            int size = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int id = in.readInt();
            byte[] payload = in.readNBytes(size);
            if (type == GOAWAY) {
                return "the connection ends: " + new String(payload, 8, size - 8, US_ASCII);
            } else if (id == stream && type == RST_STREAM) {
                return "reset: " + payload[3];
            } else if (id == stream && type == HEADERS) {
                int status = payload[(flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES] & 0xFF;
                return status == INDEXED_STATUS_200 ? "200" : "another status";
            }
        }
    }

    private static void string(ByteArrayOutputStream out, String text) {
        int rest = text.length() - 127;
        if (rest < 0) {
            out.write(text.length());
        } else {
            out.write(127);
            for (; rest >= 128; rest >>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int number : new int[] {payload.length >> 16, payload.length >> 8, payload.length, type, flags}) {
            out.write(number);
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(stream >> shift);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
