package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** HTTP/2 frames one after the other (RFC 9113, RFC 7541), for what no client would send. */
final class Http2Frames {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte[] CANCEL = {0, 0, 0, 8};
    private static final byte[] INITIAL_WINDOW_0 = {0, 4, 0, 0, 0, 0};
    private static final int PINGS = 500;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Opens a connection. */
    void preface() {
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Lets the server send no byte of a body. */
    void noWindow() {
        frame(SETTINGS, 0, 0, INITIAL_WINDOW_0);
    }

    /**
     * A request with one more header.
     *
     * @param key empty: none
     * @param whole whether no body follows
     */
    void request(int stream, String method, String path, String key, boolean whole, String name, String value) {
        ByteArrayOutputStream block = block(method, path, key);
        header(block, name, value);
        frame(HEADERS, END_HEADERS | (whole ? END_STREAM : 0), stream, block.toByteArray());
    }

    /** A request with so many small headers, whose body is still to come. */
    void post(int stream, String path, String key, int headers) {
        ByteArrayOutputStream block = block("POST", path, key);
        for (int i = 0; i < headers; i++) {
            header(block, "a" + i, "b");
        }
        frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** One byte of a body. */
    void data(int stream) {
        frame(DATA, 0, stream, new byte[] {'{'});
    }

    /** A request and its end. */
    void openAndReset(int stream, String path, String key) {
        request(stream, "POST", path, key, false, "content-length", "60000");
        frame(RST_STREAM, 0, stream, CANCEL);
    }

    /** A request whose headers go on. */
    void unfinishedHeaders(int stream) {
        frame(HEADERS, 0, stream, block("POST", "/", "").toByteArray());
    }

    /** More of its headers, and no end. */
    void continuation(int stream) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            header(block, "a", "x".repeat(20));
        }
        frame(CONTINUATION, 0, stream, block.toByteArray());
    }

    /** Each asks for an answer. */
    void pingsAndSettings() {
        for (int i = 0; i < PINGS; i++) {
            frame(PING, 0, 0, new byte[8]);
            frame(SETTINGS, 0, 0, new byte[0]);
        }
    }

    private static ByteArrayOutputStream block(String method, String path, String key) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(method.equals("GET") ? 0x82 : 0x83); // :method
        block.write(0x87); // :scheme https
        block.write(0x04); // :path, not indexed
        string(block, path);
        block.write(0x01); // :authority, not indexed
        string(block, "localhost");
        if (!key.isEmpty()) {
            header(block, "authorization", "Bearer " + key);
        }
        return block;
    }

    /** With a new name, not indexed. */
    private static void header(ByteArrayOutputStream block, String name, String value) {
        block.write(0x00);
        string(block, name);
        string(block, value);
    }

    private static void string(ByteArrayOutputStream block, String text) {
        if (text.length() > 126) {
            throw new IllegalArgumentException("longer than 126 characters: " + text);
        }
        block.write(text.length());
        block.writeBytes(text.getBytes(US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        for (int number : new int[] {payload.length >> 16, payload.length >> 8, payload.length, type, flags}) {
            out.write(number);
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(stream >> shift);
        }
        out.writeBytes(payload);
    }
}
