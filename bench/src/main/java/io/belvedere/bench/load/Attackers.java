package io.belvedere.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Many connections that make the same {@link Assault} at a time, each from a thread of its own. */
final class Attackers {
    private static final int OPENING_AT_A_TIME = 64;
    private static final int PAUSE_MILLIS = 20;

    private final Assault assault;
    private final URI server;
    private final String key;
    private final SSLContext trusting;
    private final Semaphore opening = new Semaphore(OPENING_AT_A_TIME);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private volatile boolean over;

    Attackers(Assault assault, URI server, String key, SSLContext trusting) {
        this.assault = assault;
        this.server = server;
        this.key = key;
        this.trusting = trusting;
    }

    /** Begins with so many connections; each that can't be opened or is closed by the server is opened once. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(this::attack));
        }
    }

    private void attack() {
        try {
            Socket socket = open();
            for (int round = 0; !over; round++) {
                byte[] more = assault.more(round, key);
                if (more.length > 0) {
                    socket.getOutputStream().write(more);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            if (!over) {
                cutOff.incrementAndGet();
            }
        } catch (InterruptedException e) {
            // that is its end
        }
    }

    private Socket open() throws IOException, InterruptedException {
        opening.acquire();
        try {
            Socket socket = connect();
            socket.getOutputStream().write(assault.opening(key));
            opened.incrementAndGet();
            return socket;
        } finally {
            opening.release();
        }
    }

    private Socket connect() throws IOException {
        if (!assault.shakesHands()) {
            return keep(new Socket(InetAddress.getLoopbackAddress(), server.getPort()));
        }
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.getPort());
        keep(socket);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {assault.http2() ? "h2" : "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private synchronized Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    /** Waits until each was opened or failed, but not longer than this. */
    void awaitOpening(long mostMillis) throws InterruptedException {
        long end = System.nanoTime() + mostMillis * 1_000_000;
        while (opened.get() + cutOff.get() < threads.size() && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Connections that got their first bytes out. */
    int opened() {
        return opened.get();
    }

    /** Those that the server did not let in, or whose sender saw that the server had closed them. */
    int cutOff() {
        return cutOff.get();
    }

    /** Ends every connection and waits for its thread. */
    void stop() throws InterruptedException {
        over = true;
        List<Socket> all;
        synchronized (this) {
            all = List.copyOf(sockets);
        }
        for (Socket socket : all) {
            reset(socket);
        }
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    /** Without a farewell, for which a sender might wait that nobody reads from. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // then it is closed
        }
    }
}
