package io.belvedere.server.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that have no request for too long: idle ones, and those whose next request's head never completes.
 * A connection whose answer is being worked on is never idle, however long that takes.
 */
final class Connections {
    private static final class Activity {
        private int requests;
        private long idleSinceNanos = System.nanoTime();

        synchronized void change(int requestsMore) {
            requests += requestsMore;
            idleSinceNanos = System.nanoTime();
        }

        synchronized boolean idleFor(long nanos) {
            return requests == 0 && System.nanoTime() - idleSinceNanos > nanos;
        }
    }

    private final Map<HttpConnection, Activity> open = new ConcurrentHashMap<>();
    private final long idleNanos;

    Connections(Duration idleTime) {
        this.idleNanos = idleTime.toNanos();
    }

    void opened(HttpConnection connection) {
        open.put(connection, new Activity());
        connection.closeHandler(nothing -> open.remove(connection));
    }

    void requestBegan(HttpConnection connection) {
        change(connection, 1);
    }

    void requestEnded(HttpConnection connection) {
        change(connection, -1);
    }

    private void change(HttpConnection connection, int requestsMore) {
        Activity activity = open.get(connection);
        if (activity != null) {
            activity.change(requestsMore);
        }
    }

    void closeIdle() {
        open.forEach((connection, activity) -> {
            if (activity.idleFor(idleNanos)) {
                connection.close();
            }
        });
    }
}
