package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that answers with the very bytes that it is told to. It never closes a connection by itself: the
 * client has to, or the answer does so in so many words.
 */
final class RawHost implements AutoCloseable {
    /** What one path gives. */
    interface Answer {
        void give(Socket socket, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    RawHost() throws IOException {
        this(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    RawHost(ServerSocket server) {
        this.server = server;
        Thread.startVirtualThread(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<String> head = head(in);
            if (head.isPresent()) {
                heads.add(head.get());
                Answer answer = answers.get(head.get().split(" ", 3)[1]);
                if (answer != null) {
                    answer.give(socket, socket.getOutputStream());
                }
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.decrementAndGet();
        }
    }

    /** Reads up to the empty line; empty if the other side closes before. */
    static Optional<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.append((char) next);
        }
        return Optional.of(head.toString());
    }

    RawHost answer(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Gives the text, a byte for each character. */
    RawHost text(String path, String text) {
        return answer(path, (socket, out) -> out.write(text.getBytes(ISO_8859_1)));
    }

    /** Gives the text and closes the connection. */
    RawHost textAndClose(String path, String text) {
        return answer(path, (socket, out) -> {
            out.write(text.getBytes(ISO_8859_1));
            socket.close();
        });
    }

    /** Gives the first text, then the second over and over until the client goes. */
    RawHost endless(String path, String first, String again) {
        return answer(path, (socket, out) -> {
            out.write(first.getBytes(ISO_8859_1));
            while (true) {
                out.write(again.getBytes(ISO_8859_1));
            }
        });
    }

    /** As {@link #endless}, a few bytes at a time. */
    RawHost trickle(String path, String first, String again) {
        return answer(path, (socket, out) -> {
            out.write(first.getBytes(ISO_8859_1));
            try {
                while (true) {
                    out.write(again.getBytes(ISO_8859_1));
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** What was asked, as it came. */
    List<String> heads() {
        return heads;
    }

    /** Connections that the client has not closed. */
    int open() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
