package io.belvedere.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * HTTP/2 streams that were refused: a client that still sends, or takes the answer slowly, gets a moment before its
 * stream is reset. Not all of them, if they are many: a stream takes memory for as long as it is open.
 */
final class Farewells {
    /** The answer is complete, and no more is wanted (RFC 9113, section 8.1). */
    private static final long NO_ERROR = 0x0;

    private static final long MOMENT_MILLIS = 1_000;

    private final Vertx vertx;
    private final ByteBudget lingering;

    /** @param most streams that get their moment at a time */
    Farewells(Vertx vertx, long most) {
        this.vertx = vertx;
        this.lingering = new ByteBudget(most);
    }

    /** @param answered when the answer is on its way */
    void seeOff(HttpServerRequest request, Future<Void> answered) {
        if (isOver(request, answered)) {
            return;
        }
        if (lingering.tryTake(1)) {
            vertx.setTimer(MOMENT_MILLIS, fired -> {
                lingering.giveBack(1);
                reset(request, answered);
            });
        } else {
            reset(request, answered);
        }
    }

    private static void reset(HttpServerRequest request, Future<Void> answered) {
        if (!isOver(request, answered)) {
            request.response().reset(NO_ERROR);
        }
    }

    private static boolean isOver(HttpServerRequest request, Future<Void> answered) {
        return request.isEnded() && answered.isComplete();
    }
}
