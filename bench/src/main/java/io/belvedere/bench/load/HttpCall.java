package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One request on a connection of its own. */
final class HttpCall implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;

    private final Target target;
    private final Socket socket = new Socket();
    private final InputStream in;

    /**
     * Connects.
     *
     * @param most from now to the reply's last byte; past it, reading throws {@link SocketTimeoutException}
     */
    HttpCall(Target target, Duration most) throws IOException {
        this.target = target;
        try {
            socket.connect(
                    new InetSocketAddress(
                            target.address().getHost(), target.address().getPort()),
                    CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(new TimedInput(socket, most));
        } catch (IOException e) {
            socket.close();
            throw new IOException("can't connect to %s: %s".formatted(target.address(), e.getMessage()), e);
        }
    }

    void get(String path) throws IOException {
        send("GET", path, target.key(), new byte[0], 0);
    }

    void post(byte[] body) throws IOException {
        post(target.key(), body, body.length);
    }

    /**
     * Announces the whole body and sends its first {@code count} bytes.
     *
     * @param key empty: none is sent
     */
    void post(String key, byte[] body, int count) throws IOException {
        send("POST", "/v1/chat/completions", key, body, count);
    }

    private void send(String method, String path, String key, byte[] body, int count) throws IOException {
        String head =
                "%s %s HTTP/1.1\r\nhost: %s\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: %d\r\n%s\r\n"
                        .formatted(
                                method,
                                path,
                                target.address().getAuthority(),
                                body.length,
                                key.isEmpty() ? "" : "authorization: Bearer " + key + "\r\n");
        byte[] bytes = head.getBytes(US_ASCII);
        byte[] all = new byte[bytes.length + count];
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        System.arraycopy(body, 0, all, bytes.length, count);
        socket.getOutputStream().write(all);
    }

    HttpHead head() throws IOException {
        return HttpHead.read(in);
    }

    /** Waits for the reply to begin, but not longer than this. */
    void awaitFirstByte(Duration most) throws IOException {
        socket.setSoTimeout((int) Math.max(1, most.toMillis()));
        try {
            var _ = socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            // then it has not begun
        }
    }

    /** The body behind the head, as it comes where it comes in chunks. */
    InputStream body(HttpHead head) throws IOException {
        if (head.header("transfer-encoding").orElse("").equals("chunked")) {
            return new BufferedInputStream(new ChunkedBody(in));
        }
        int length = Integer.parseInt(
                head.header("content-length").orElseThrow(() -> new BrokenReply("a body without length and chunks")));
        byte[] whole = in.readNBytes(length);
        if (whole.length < length) {
            throw new EOFException("the connection ended after %d of %d bytes".formatted(whole.length, length));
        }
        return new ByteArrayInputStream(whole);
    }

    /** @throws BrokenReply if more comes behind the reply than the connection's end */
    void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw new BrokenReply("bytes behind the end of the reply");
        }
    }

    /**
     * Closes the connection.
     *
     * @param reset with an RST, as a crashed client's system does, instead of a FIN
     */
    void leave(boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
