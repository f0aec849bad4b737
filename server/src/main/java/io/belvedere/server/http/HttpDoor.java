package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** HTTP/2's code for a stream of which nothing was looked at (RFC 9113, section 7). */
    private static final long REFUSED_STREAM = 0x7;

    private final LastWord lastWord = new LastWord();
    private final Arrivals arrivals;
    private final Vertx vertx;
    private final Limits limits;
    private final Router router;
    private final Guard guard;
    private final RefusalFormat format;
    private final CrossOrigins origins;
    private final RequestIds ids = new RequestIds();
    private final Connections connections;
    private final ByteBudget bodyMemory;
    private final Farewells farewells;
    private final LoopWatch loopWatch;
    /** Requests that are being received or answered, those on open routes left out. */
    private final AtomicInteger requests = new AtomicInteger();

    /** On the loop: answers on open routes, the oldest first. */
    private final Set<VertxExchange> openAnswers = new LinkedHashSet<>();

    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final AtomicBoolean closing = new AtomicBoolean();

    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format) {
        this(limits, router, guard, format, DoorOptions.PLAIN);
    }

    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format, DoorOptions options) {
        this.connections = new Connections(limits);
        Duration untaken = limits.time(Limit.WRITE_TIME).multipliedBy(2); // an answer is given up before
        this.arrivals = new Arrivals(connections, untaken, lastWord);
        DoorTransport transport = new DoorTransport(arrivals);
        this.vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(transport)
                .build()
                .exceptionHandler(this::failed);
        this.loopWatch = new LoopWatch(transport.loops(), lastWord);
        this.limits = limits;
        this.router = router;
        this.guard = guard;
        this.format = format;
        this.origins = options.origins();
        this.bodyMemory = new ByteBudget(limits.of(Limit.BODY_MEMORY));
        this.farewells = new Farewells(vertx, limits.of(Limit.REQUESTS));
        this.server = vertx.createHttpServer(serverOptions(limits, options))
                .connectionHandler(this::opened)
                .exceptionHandler(this::failedConnection)
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
            options.setSslHandshakeTimeout(limits.of(Limit.HANDSHAKE_TIME))
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return options;
    }

    private void opened(HttpConnection connection) {
        connections.opened(connection);
        HeadLines.watch(Connections.channelOf(connection).pipeline(), limits.intOf(Limit.HEADER_SIZE));
    }

    /** A connection that breaks is the client's affair; memory that has run out is not, nor a class that can't be loaded any more. */
    private void failedConnection(Throwable cause) {
        if (cause instanceof OutOfMemoryError || cause instanceof LinkageError) {
            lastWord.end(cause);
        }
    }

    private void failed(Throwable cause) {
        failedConnection(cause);
        LOG.error("failed on the event loop", cause);
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
        loopWatch.start();
        long sweep = Math.clamp(limits.of(Limit.IDLE_TIME) / 4, 10, 1_000);
        vertx.setPeriodic(sweep, tick -> connections.closeIdle());
        return server.actualPort();
    }

    private void arrive(HttpServerRequest request) {
        Context loop = vertx.getOrCreateContext();
        VertxExchange exchange = new VertxExchange(request, loop, ids.get(), limits.time(Limit.WRITE_TIME));
        BodyCollector body = new BodyCollector(
                vertx, request, limits, bodyMemory, farewells, refusal -> exchange.refuse(refusal, format));
        int ofConnection = connections.requestBegan(request.connection());
        exchange.whenOver(() -> {
            connections.requestEnded(request.connection());
            body.stop();
        });
        if (request.version() == HttpVersion.HTTP_2 && ofConnection > limits.of(Limit.STREAMS)) {
            // a client that never confirms the limit is not held to it by anything else
            request.response().reset(REFUSED_STREAM);
            return;
        }
        switch (judge(exchange)) {
            case Verdict.Refused refused -> body.turnAway(refused.refusal());
            case Verdict.Permitted(Map<String, String> headers) -> body.skip(() -> exchange.permit(headers));
            case Verdict.Admitted(Router.Route route)
            when route.takesBody() -> {
                requests.incrementAndGet();
                body.whenReceived(requests::decrementAndGet);
                body.collect(bytes -> answer(exchange, request.connection(), route, bytes));
            }
            case Verdict.Admitted(Router.Route route) ->
                body.skip(() -> answer(exchange, request.connection(), route, new byte[0]));
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
            makeRoomAmongOpen();
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
        if (requests.get() >= limits.of(Limit.REQUESTS)) {
            return new Verdict.Refused(
                    Refusal.overloaded("The server already receives or answers %d requests, its limit; try again soon."
                            .formatted(limits.of(Limit.REQUESTS))));
        }
        return new Verdict.Admitted(route);
    }

    /** Open routes answer at once: where many answers are not over, their clients don't take them, the oldest's least. */
    private void makeRoomAmongOpen() {
        if (openAnswers.size() >= limits.of(Limit.REQUESTS)) {
            VertxExchange untaken = openAnswers.iterator().next();
            openAnswers.remove(untaken);
            untaken.giveUp();
        }
    }

    private void answer(VertxExchange exchange, HttpConnection connection, Router.Route route, byte[] body) {
        int bodyBytes = body.length; // the body itself is the handler's to let go of
        Runnable over = route.open()
                ? () -> vertx.runOnContext(nothing -> openAnswers.remove(exchange))
                : requests::decrementAndGet;
        Thread thread = Thread.ofVirtual().name(exchange.requestId()).unstarted(() -> {
            try {
                run(exchange, route.handler());
            } finally {
                bodyMemory.giveBack(bodyBytes);
                connections.answerEnded(connection);
                answering.remove(Thread.currentThread());
                over.run();
            }
        });
        if (route.open()) {
            openAnswers.add(exchange);
        } else {
            requests.incrementAndGet();
        }
        connections.answerBegan(connection);
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
            arrivals.stopping();
            waitFor(server.shutdown(grace), grace.plus(AFTER_GRACE));
            interruptAll();
            loopWatch.close();
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
