package io.belvedere.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/** A door on a free loopback port, and raw sockets to it. */
final class DoorFixture implements AutoCloseable {
    private final HttpDoor door;
    private final int port;

    DoorFixture(Limits limits, Router.Route... routes) throws Exception {
        this(limits, (head, client) -> new Admission.Admitted(client), routes);
    }

    DoorFixture(Limits limits, Guard guard, Router.Route... routes) throws Exception {
        this(limits, DoorOptions.PLAIN, guard, routes);
    }

    DoorFixture(Limits limits, DoorOptions options, Guard guard, Router.Route... routes) throws Exception {
        door = new HttpDoor(
                limits,
                new Router(List.of(routes)),
                guard,
                r -> ("{\"" + r.code() + "\":\"" + r.message() + "\"}").getBytes(UTF_8),
                options);
        port = door.open("127.0.0.1", 0);
    }

    /** Shows a certificate for localhost. */
    static DoorFixture secure(Limits limits, Router.Route... routes) throws Exception {
        DoorOptions options = new DoorOptions(TestTls.identity(), CrossOrigins.NONE);
        return new DoorFixture(limits, options, (head, client) -> new Admission.Admitted(client), routes);
    }

    static Router.Route get(String path, ExchangeHandler handler) {
        return new Router.Route("GET", path, false, handler);
    }

    static Router.Route post(String path, ExchangeHandler handler) {
        return new Router.Route("POST", path, false, handler);
    }

    static void text(Exchange exchange, String text) throws IOException, InterruptedException {
        exchange.send(200, "text/plain", text.getBytes(UTF_8));
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends everything, then reads one answer; closes. */
    String talk(String request) throws IOException {
        return talk(request.getBytes(UTF_8));
    }

    String talk(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return answer(socket.getInputStream());
        }
    }

    /** Reads head and Content-Length body. */
    static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        String length = header(head.toString(), "content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return head + new String(body, UTF_8);
    }

    static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Such as {@code https://localhost:41234/path}. */
    URI address(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    /** Whether it takes connections. */
    boolean listens() {
        try (Socket socket = connect()) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    HttpDoor door() {
        return door;
    }

    @Override
    public void close() {
        door.close();
    }
}
