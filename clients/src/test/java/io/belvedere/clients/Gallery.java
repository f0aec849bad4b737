package io.belvedere.clients;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The embedded model's demo pictures: as base64, and on a web server on loopback. */
final class Gallery implements AutoCloseable {
    private static final Path FOLDER =
            Path.of("..", "models", "mini", "demo").toAbsolutePath().normalize();

    private final HttpServer server = SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), FOLDER, SimpleFileServer.OutputLevel.NONE);

    Gallery() {
        server.start();
    }

    /** The host and port that the server under test has to allow. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param picture such as {@code scene} */
    String address(String picture) {
        return "http://%s/%s.png".formatted(host(), picture);
    }

    static String base64(String picture) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(FOLDER.resolve(picture + ".png")));
    }

    static String dataUrl(String picture) throws IOException {
        return "data:image/png;base64," + base64(picture);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
