package io.belvedere.server.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback that sends everybody to one port there, whatever name they ask for, and remembers what they
 * asked.
 */
final class ProxyHost implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ProxyHost(int target) throws IOException {
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = RawHost.head(in).orElseThrow(IOException::new);
            asked.add(head);
            if (head.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            } else {
                String path = head.replaceFirst("^GET http://[^/ ]+", "GET ");
                there.getOutputStream().write(path.getBytes(US_ASCII));
            }
            Thread back = Thread.startVirtualThread(() -> copy(there, client));
            in.transferTo(there.getOutputStream());
            there.shutdownOutput();
            back.join();
        } catch (IOException e) {
            // one of them has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // one of them has gone
        }
    }

    MediaProxy address() {
        return new MediaProxy("127.0.0.1", server.getLocalPort());
    }

    /** Heads of requests, as they came. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
