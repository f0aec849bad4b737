package io.belvedere.server.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback that gives pictures, and remembers who asked how. */
public final class PictureHost implements AutoCloseable {
    /** The first bytes of a PNG: enough to be taken for one. */
    public static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Map<String, List<String>>> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> paths = new ConcurrentHashMap<>();

    /** What one path gives. */
    public interface Page {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public PictureHost() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    PictureHost(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.start();
    }

    public PictureHost page(String path, Page page) {
        server.createContext(path, exchange -> {
            asked.add(Map.copyOf(exchange.getRequestHeaders()));
            paths.merge(exchange.getRequestURI().toString(), 1, Integer::sum);
            try (exchange) {
                page.give(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    public PictureHost picture(String path, byte[] bytes) {
        return page(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    PictureHost redirect(String path, int status, String location) {
        return page(path, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** How often the path (with its query) was asked for. */
    int timesAsked(String path) {
        return paths.getOrDefault(path, 0);
    }

    List<Map<String, List<String>>> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
