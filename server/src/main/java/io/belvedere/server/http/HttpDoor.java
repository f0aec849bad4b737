package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, lets requests in and runs each on a virtual thread of its own. Guards and the router decide before a body is
 * read; {@link #close} lets running requests finish.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int ACCEPT_BACKLOG = 2048;
    private static final Duration AFTER_GRACE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Limits limits;
    private final Router router;
    private final Guard guard;
    private final RefusalFormat format;
    private final CrossOrigins origins;
    private final RequestIds ids = new RequestIds();
    private final Connections connections;
    private final ByteBudget bodyMemory;
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final AtomicBoolean closing = new AtomicBoolean();

    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format) {
        this(limits, router, guard, format, DoorOptions.PLAIN);
    }

    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format, DoorOptions options) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        this.limits = limits;
        this.router = router;
        this.guard = guard;
        this.format = format;
        this.origins = options.origins();
        this.connections = new Connections(limits.time(Limit.IDLE_TIME));
        this.bodyMemory = new ByteBudget(limits.of(Limit.BODY_MEMORY));
        this.server = vertx.createHttpServer(serverOptions(limits, options))
                .connectionHandler(connections::opened)
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(this::arrive);
    }

    private static HttpServerOptions serverOptions(Limits limits, DoorOptions door) {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(limits.intOf(Limit.HEADER_SIZE))
                .setMaxInitialLineLength(limits.intOf(Limit.HEADER_SIZE))
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize(limits.of(Limit.HEADER_SIZE))
                        .setMaxConcurrentStreams(limits.of(Limit.STREAMS)));
        TlsIdentity tls = door.tls();
        if (tls != null) {
            tls.secure(options);
            // who agrees on HTTP/2 and then says nothing is no connection yet: Connections never sees it
            Duration silence = limits.time(Limit.ANSWER_TIME).plus(limits.time(Limit.IDLE_TIME));
            options.setIdleTimeout(Math.toIntExact(silence.toMillis())).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return options;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 picks a free one
     * @return the port
     * @throws IOException if it is taken, or the host is no address of this machine
     */
    public int open(String host, int port) throws IOException, InterruptedException {
        try {
            waitFor(server.listen(SocketAddress.inetSocketAddress(new InetSocketAddress(host, port))), AFTER_GRACE);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException("can't listen on %s port %d: %s".formatted(host, port, cause.getMessage()), cause);
        }
        long sweep = Math.clamp(limits.of(Limit.IDLE_TIME) / 4, 10, 1_000);
        vertx.setPeriodic(sweep, tick -> connections.closeIdle());
        return server.actualPort();
    }

    private void arrive(HttpServerRequest request) {
        Context loop = vertx.getOrCreateContext();
        VertxExchange exchange = new VertxExchange(request, loop, ids.get(), limits.time(Limit.WRITE_TIME));
        BodyCollector body =
                new BodyCollector(vertx, request, limits, bodyMemory, refusal -> exchange.refuse(refusal, format));
        connections.requestBegan(request.connection());
        exchange.whenOver(() -> {
            connections.requestEnded(request.connection());
            body.stop();
        });
        switch (judge(exchange)) {
            case Verdict.Refused refused -> body.turnAway(refused.refusal());
            case Verdict.Permitted(Map<String, String> headers) -> body.skip(() -> exchange.permit(headers));
            case Verdict.Admitted(Router.Route route)
            when route.takesBody() -> body.collect(bytes -> answer(exchange, route, bytes));
            case Verdict.Admitted(Router.Route route) -> body.skip(() -> answer(exchange, route, new byte[0]));
        }
    }

    private sealed interface Verdict {
        record Admitted(Router.Route route) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}

        /** A browser is told that a page may call. */
        record Permitted(Map<String, String> headers) implements Verdict {}
    }

    private Verdict judge(VertxExchange exchange) {
        RequestHead head = exchange.head();
        origins.headers(head).forEach(exchange::setHeader);
        Optional<String> clientId = head.header("x-client-request-id");
        Optional<Refusal> badId = clientId.flatMap(RequestIds::refusalOf);
        if (badId.isPresent()) {
            return new Verdict.Refused(badId.get());
        }
        clientId.ifPresent(id -> exchange.setHeader("x-client-request-id", id));
        Optional<Map<String, String>> permission = origins.permission(head);
        if (permission.isPresent()) {
            return new Verdict.Permitted(permission.get());
        }
        Router.Match match = router.match(head);
        if (match instanceof Router.Match.Found found && found.route().open()) {
            return new Verdict.Admitted(found.route());
        }
        Optional<Refusal> refusal = guard.check(head);
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        return switch (match) {
            case Router.Match.Unknown unknown -> new Verdict.Refused(unknown.refusal());
            case Router.Match.WrongMethod wrong -> new Verdict.Refused(wrong.refusal());
            case Router.Match.Found found -> roomFor(found.route());
        };
    }

    private Verdict roomFor(Router.Route route) {
        if (closing.get()) {
            return new Verdict.Refused(Refusal.overloaded("The server is stopping."));
        }
        if (answering.size() >= limits.of(Limit.REQUESTS)) {
            return new Verdict.Refused(
                    Refusal.overloaded("The server already answers %d requests, its limit; try again soon."
                            .formatted(limits.of(Limit.REQUESTS))));
        }
        return new Verdict.Admitted(route);
    }

    private void answer(VertxExchange exchange, Router.Route route, byte[] body) {
        int bodyBytes = body.length; // the body itself is the handler's to let go of
        Thread thread = Thread.ofVirtual().name(exchange.requestId()).unstarted(() -> {
            try {
                run(exchange, route.handler());
            } finally {
                bodyMemory.giveBack(bodyBytes);
                answering.remove(Thread.currentThread());
            }
        });
        answering.add(thread);
        exchange.start(body, thread);
    }

    private void run(VertxExchange exchange, ExchangeHandler handler) {
        String id = exchange.requestId();
        try {
            handler.handle(exchange);
            if (!exchange.answered() && !exchange.clientGone()) {
                throw new IllegalStateException("the handler left the exchange unanswered");
            }
        } catch (ClientGoneException | InterruptedException e) {
            LOG.info("{}: ended early, {}", id, exchange.clientGone() ? "the client left" : e.getMessage());
            exchange.abandon(Refusal.overloaded("The server is stopping."), format);
        } catch (Throwable e) {
            LOG.error("{}: failed", id, e);
            exchange.abandon(Refusal.internal(), format);
        }
    }

    private void refuseUnreadable(HttpServerRequest request) {
        VertxExchange exchange =
                new VertxExchange(request, vertx.getOrCreateContext(), ids.get(), limits.time(Limit.WRITE_TIME));
        Throwable problem = request.decoderResult().cause();
        exchange.refuse(UnreadableRequest.refusal(problem, limits), format);
        request.connection().close();
    }

    /** Takes no more requests, gives the running ones their time, then ends what is left. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        Duration grace = limits.time(Limit.SHUTDOWN_TIME);
        try {
            waitFor(server.shutdown(grace), grace.plus(AFTER_GRACE));
            interruptAll();
            waitFor(vertx.close(), AFTER_GRACE);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the server did not close cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void interruptAll() throws InterruptedException {
        answering.forEach(Thread::interrupt);
        long end = System.nanoTime() + AFTER_GRACE.toNanos();
        for (Thread thread : answering) {
            thread.join(Duration.ofNanos(end - System.nanoTime()));
        }
    }

    private static <T> T waitFor(Future<T> future, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    }
}
