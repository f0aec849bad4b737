package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every open connection from the moment that it is accepted. Their number is bounded, in all and for each address; one
 * that comes on top takes the place of another that is not being answered, of the address that has most. Closes those
 * that have no request for too long: idle ones, those whose next request's head never completes, and those that agreed
 * on HTTP/2 and never spoke it. A connection whose answer is being worked on is neither idle nor makes room.
 *
 * <p>From any thread.
 */
final class Connections {
    /** So many, as a part of all that are allowed, may be on their way out: their memory is not free yet. */
    private static final int LEAVING_PART = 8;

    private static final class Open {
        private final Channel channel;
        private final String network;
        private @Nullable HttpConnection speaking;
        private int requests;
        private int answers;
        private long idleSinceNanos = System.nanoTime();
        private boolean leaving;

        Open(Channel channel) {
            this.channel = channel;
            this.network = ClientNetwork.of(channel.remoteAddress());
        }

        void change(int requestsMore) {
            requests += requestsMore;
            idleSinceNanos = System.nanoTime();
        }

        boolean idleFor(long nanos) {
            return requests == 0 && System.nanoTime() - idleSinceNanos > nanos;
        }

        /** One that is not registered with its loop yet can't be closed from here. */
        boolean canMakeRoom() {
            return answers == 0 && !leaving && channel.isRegistered();
        }
    }

    private final Map<Channel, Open> all = new HashMap<>();
    private final Map<String, Integer> networks = new HashMap<>();
    private final long most;
    private final long mostLeaving;
    private final long mostOfNetwork;
    private final long idleNanos;
    private final long handshakeNanos;
    private final long writeNanos;
    private int leaving;

    Connections(Limits limits) {
        this.most = limits.of(Limit.CONNECTIONS);
        this.mostLeaving = Math.max(1, most / LEAVING_PART);
        this.mostOfNetwork = limits.of(Limit.CONNECTIONS_PER_ADDRESS);
        this.idleNanos = limits.time(Limit.IDLE_TIME).toNanos();
        this.handshakeNanos = limits.time(Limit.HANDSHAKE_TIME).toNanos();
        this.writeNanos = limits.time(Limit.WRITE_TIME).toNanos();
    }

    /** Takes a connection into the books; false: there is no room for it, and nothing may be held for it. */
    synchronized boolean accept(Channel channel) {
        Open arriving = new Open(channel);
        boolean room = (ofNetwork(arriving.network) < mostOfNetwork || makeRoom(arriving.network))
                && (all.size() - leaving < most || makeRoom());
        if (!room) {
            return false;
        }
        all.put(channel, arriving);
        networks.merge(arriving.network, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> remove(arriving));
        return true;
    }

    /** Those of an address that stay. */
    private int ofNetwork(String network) {
        return networks.getOrDefault(network, 0);
    }

    private synchronized void remove(Open closed) {
        all.remove(closed.channel);
        if (closed.leaving) {
            leaving--;
        } else {
            forget(closed.network);
        }
    }

    private void forget(String network) {
        networks.computeIfPresent(network, (name, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Whether half as many are being closed as may be at a time: who comes next is better kept waiting, since one more
     * than that would be refused.
     */
    synchronized boolean isCrowded() {
        return leaving >= Math.max(1, mostLeaving / 2);
    }

    /** Closes the connection that has been without a request for longest, of the address that has most. */
    synchronized boolean makeRoom() {
        List<Map.Entry<String, Integer>> byCount = new ArrayList<>(networks.entrySet());
        byCount.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        return byCount.stream().anyMatch(entry -> makeRoom(entry.getKey()));
    }

    private boolean makeRoom(String network) {
        if (leaving >= mostLeaving) {
            return false;
        }
        Optional<Open> longestIdle = all.values().stream()
                .filter(open -> open.network.equals(network) && open.canMakeRoom())
                .min(Comparator.<Open>comparingInt(open -> open.requests).thenComparingLong(open -> -idleNanos(open)));
        longestIdle.ifPresent(this::leave);
        return longestIdle.isPresent();
    }

    private static long idleNanos(Open open) {
        return System.nanoTime() - open.idleSinceNanos;
    }

    /** Closes it without a farewell, which might not be taken. */
    private void leave(Open open) {
        open.leaving = true;
        leaving++;
        forget(open.network);
        open.channel.eventLoop().execute(() -> open.channel.unsafe().close(open.channel.voidPromise()));
    }

    /** What became of an accepted connection; on its loop. */
    synchronized void opened(HttpConnection connection) {
        Open open = of(connection);
        if (open != null) {
            open.speaking = connection;
            open.change(0);
        }
    }

    /** Returns how many requests the connection has now. */
    synchronized int requestBegan(HttpConnection connection) {
        Open open = of(connection);
        if (open == null) {
            return 0;
        }
        open.change(1);
        return open.requests;
    }

    synchronized void requestEnded(HttpConnection connection) {
        Open open = of(connection);
        if (open != null) {
            open.change(-1);
        }
    }

    synchronized void answerBegan(HttpConnection connection) {
        changeAnswers(connection, 1);
    }

    synchronized void answerEnded(HttpConnection connection) {
        changeAnswers(connection, -1);
    }

    private void changeAnswers(HttpConnection connection, int more) {
        Open open = of(connection);
        if (open != null) {
            open.answers += more;
        }
    }

    private @Nullable Open of(HttpConnection connection) {
        return all.get(channelOf(connection));
    }

    static Channel channelOf(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Closes those that have been idle for too long, and for good those that don't take the farewell. */
    synchronized void closeIdle() {
        for (Open open : List.copyOf(all.values())) {
            HttpConnection speaking = open.speaking;
            if (open.leaving || !open.channel.isRegistered()) {
                continue;
            }
            if (open.idleFor(idleNanos + (speaking == null ? handshakeNanos : writeNanos))) {
                leave(open);
            } else if (speaking != null && open.idleFor(idleNanos)) {
                speaking.close();
            }
        }
    }
}
