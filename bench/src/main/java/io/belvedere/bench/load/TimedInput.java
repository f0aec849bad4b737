package io.belvedere.bench.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A socket's bytes until a moment, however many of them keep coming. */
final class TimedInput extends FilterInputStream {
    private final Socket socket;
    private final long endNanos;
    private final Duration most;

    TimedInput(Socket socket, Duration most) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.most = most;
        this.endNanos = System.nanoTime() + most.toNanos();
    }

    @Override
    public int read() throws IOException {
        limitWait();
        return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        limitWait();
        return super.read(into, from, length);
    }

    private void limitWait() throws IOException {
        long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
            throw new SocketTimeoutException("not complete within " + most.toSeconds() + " s");
        }
        socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
    }
}
