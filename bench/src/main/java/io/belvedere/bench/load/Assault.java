package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** What each connection of a {@link Siege} sends: once when it opens, and again and again for as long as it is held. */
enum Assault {
    HTTP2_BODIES(true, "100 streams, each with content-length 60000 and one byte of body"),
    HTTP2_HEADS(true, "100 streams, each with 300 headers and a body that never comes"),
    HTTP2_NO_KEY(true, "the same as http2-bodies without a key: all are refused"),
    HTTP2_SILENT(true, "nothing after the agreement on HTTP/2"),
    HTTP2_UNTAKEN(true, "100 times GET /health, and no leave to send the answers"),
    HTTP2_CONTINUATION(true, "headers that are continued without end"),
    HTTP2_RESETS(true, "streams that are opened and reset, without end"),
    HTTP2_PINGS(true, "pings and settings without end, nothing is read"),
    HTTP2_DRIBBLE(true, "100 bodies in pieces of one byte, without end"),
    HTTP1_BODIES(false, "content-length 60000 and one byte of body"),
    HTTP1_CHUNKS(false, "a body in chunks of one byte, without end"),
    HTTP1_HEADS(false, "4,000 header lines of four bytes, and no end of the head"),
    HTTP1_LONG_HEADS(false, "15,000 bytes of one header, and no end of it"),
    HTTP1_IDLE(false, "nothing"),
    HTTP1_PIPELINED(false, "60 requests at once for a long answer, nothing is read"),
    TLS_BEGUN(false, "the first bytes of a TLS handshake");

    private static final int STREAMS = 100;
    private static final String PATH = "/v1/chat/completions";

    private final boolean http2;
    private final String description;

    Assault(boolean http2, String description) {
        this.http2 = http2;
        this.description = description;
    }

    /** Such as {@code http2-bodies}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
    }

    boolean http2() {
        return http2;
    }

    /** Whether the connection goes through with TLS. */
    boolean shakesHands() {
        return this != TLS_BEGUN;
    }

    /** The first bytes. */
    byte[] opening(String key) {
        if (!http2) {
            return opening1(key);
        }
        Http2Frames frames = new Http2Frames();
        if (this == HTTP2_SILENT) {
            return frames.bytes();
        }
        frames.preface();
        if (this == HTTP2_UNTAKEN) {
            frames.noWindow();
        }
        for (int i = 0; i < STREAMS && opensStreams(); i++) {
            int stream = 1 + 2 * i;
            switch (this) {
                case HTTP2_UNTAKEN -> frames.request(stream, "GET", "/health", key, true, "a", "b");
                case HTTP2_HEADS -> frames.post(stream, PATH, key, 300);
                default -> {
                    frames.request(
                            stream, "POST", PATH, this == HTTP2_NO_KEY ? "" : key, false, "content-length", "60000");
                    frames.data(stream);
                }
            }
        }
        if (this == HTTP2_CONTINUATION) {
            frames.unfinishedHeaders(1);
        }
        return frames.bytes();
    }

    private boolean opensStreams() {
        return switch (this) {
            case HTTP2_CONTINUATION, HTTP2_RESETS, HTTP2_PINGS -> false;
            default -> true;
        };
    }

    private byte[] opening1(String key) {
        String head = "POST %s HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\n".formatted(PATH, key);
        String text = switch (this) {
            case HTTP1_BODIES -> head + "content-length: 60000\r\n\r\n{";
            case HTTP1_CHUNKS -> head + "transfer-encoding: chunked\r\n\r\n";
            case HTTP1_HEADS -> head + "a:\r\n".repeat(4_000);
            case HTTP1_LONG_HEADS -> head + "a: " + "x".repeat(15_000);
            case HTTP1_PIPELINED ->
                "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer %s\r\n\r\n"
                        .formatted(key)
                        .repeat(60);
            case TLS_BEGUN -> "\u0016\u0003\u0001\u0002\u0000\u0001";
            default -> "";
        };
        return text.getBytes(US_ASCII);
    }

    /**
     * What comes after it, in the round given; empty: nothing.
     *
     * @param round from 0
     */
    byte[] more(int round, String key) {
        Http2Frames frames = new Http2Frames();
        switch (this) {
            case HTTP2_CONTINUATION -> frames.continuation(1);
            case HTTP2_RESETS -> frames.openAndReset(1 + 2 * round, PATH, key);
            case HTTP2_PINGS -> frames.pingsAndSettings();
            case HTTP2_DRIBBLE -> {
                for (int i = 0; i < STREAMS; i++) {
                    frames.data(1 + 2 * i);
                }
            }
            case HTTP1_CHUNKS -> {
                return "1\r\n{\r\n".getBytes(US_ASCII);
            }
            default -> {}
        }
        return frames.bytes();
    }
}
