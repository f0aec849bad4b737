package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, lets requests in and runs each on a virtual thread of its own. Guards and the router decide before a body is
 * read; {@link #stop} lets running requests finish.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final Duration AFTER_GRACE = Duration.ofSeconds(5);

    /** What connections get to take what was written last, before they are closed. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** HTTP/2's code for a stream of which nothing was looked at (RFC 9113, section 7). */
    private static final long REFUSED_STREAM = 0x7;

    /**
     * How the requests ended that were running when the door was told to stop.
     *
     * @param finished those that were over in time
     * @param ended those that were not: their clients were told so, as far as they still listened
     */
    public record Stopped(int finished, int ended) {}

    private final LastWord lastWord = new LastWord();
    private final Arrivals arrivals;
    private final DoorTransport transport;
    private final Vertx vertx;
    private final Limits limits;
    private final Doorman doorman;
    private final RefusalFormat format;
    private final String pathPrefix;
    private final RequestIds ids = new RequestIds();
    private final Connections connections;
    private final ByteBudget bodyMemory;
    private final Unpacker unpacker;
    private final RunningRequests running = new RunningRequests();
    private final Farewells farewells;
    private final LoopWatch loopWatch;

    /** On the loop: answers on open routes, the oldest first. */
    private final SequencedSet<VertxExchange> openAnswers = new LinkedHashSet<>();

    private final HttpServer server;
    private final AtomicBoolean closing = new AtomicBoolean();

    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format) {
        this(limits, router, guard, format, DoorOptions.PLAIN);
    }

    /** @throws IllegalArgumentException if the path prefix hides a route */
    public HttpDoor(Limits limits, Router router, Guard guard, RefusalFormat format, DoorOptions options) {
        router.requireNoneBelow(options.pathPrefix());
        this.connections = new Connections(limits);
        Duration untaken = limits.time(Limit.WRITE_TIME).multipliedBy(2); // an answer is given up before
        this.arrivals = new Arrivals(connections, untaken, lastWord);
        this.transport = new DoorTransport(arrivals);
        this.vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false) // it serves no files, and needs no folder for them
                                .setClassPathResolvingEnabled(false)))
                .withTransport(transport)
                .build()
                .exceptionHandler(this::failed);
        this.loopWatch = new LoopWatch(transport.loops(), lastWord);
        this.limits = limits;
        this.format = format;
        this.doorman = new Doorman(limits, router, guard, options.origins(), closing::get, running::count);
        this.pathPrefix = options.pathPrefix();
        this.bodyMemory = new ByteBudget(limits.of(Limit.BODY_MEMORY));
        this.unpacker = new Unpacker(limits, bodyMemory);
        this.farewells = new Farewells(vertx, limits.of(Limit.REQUESTS));
        this.server = vertx.createHttpServer(options.of(limits))
                .connectionHandler(this::opened)
                .exceptionHandler(this::failedConnection)
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(this::arrive);
    }

    private void opened(HttpConnection connection) {
        Http1Rules.watch(connection);
        connections.opened(connection);
        HeadLines.watch(Connections.channelOf(connection).pipeline(), limits.intOf(Limit.HEADER_SIZE));
    }

    /**
     * A connection that breaks is the client's affair; memory that has run out is not, nor a class that can't be loaded
     * any more.
     */
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
     * @param host a name or an address; {@code 0.0.0.0} is all IPv4 addresses of this machine, {@code ::} all of both
     *     kinds
     * @return the port
     * @throws IOException if it is taken, or the host is no address of this machine
     */
    public int open(String host, int port) throws IOException, InterruptedException {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            transport.listenOn(address.getAddress());
            waitFor(server.listen(SocketAddress.inetSocketAddress(address)), AFTER_GRACE);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new IOException("can't listen on %s port %d: %s".formatted(host, port, cause.getMessage()), cause);
        }
        loopWatch.start();
        long sweep = Math.clamp(limits.of(Limit.IDLE_TIME) / 4, 10, 1_000);
        vertx.setPeriodic(sweep, tick -> connections.closeIdle());
        return server.actualPort();
    }

    /** Throws if {@link #open} would fail. */
    public static void requireFree(String host, int port) throws IOException {
        DoorTransport.requireFree(new InetSocketAddress(InetAddress.getByName(host), port));
    }

    private VertxExchange exchange(HttpServerRequest request, Context loop) {
        return new VertxExchange(request, loop, ids.get(), limits.time(Limit.WRITE_TIME), pathPrefix);
    }

    private void arrive(HttpServerRequest request) {
        Context loop = vertx.getOrCreateContext();
        VertxExchange exchange = exchange(request, loop);
        BodyCollector body = new BodyCollector(
                vertx, request, limits, bodyMemory, farewells, refusal -> refuse(exchange, request, refusal));
        int ofConnection = connections.requestBegan(request.connection());
        exchange.whenOver(() -> {
            connections.requestEnded(request.connection());
            body.answered();
        });
        if (request.version() == HttpVersion.HTTP_2 && ofConnection > limits.of(Limit.STREAMS)) {
            // a client that never confirms the limit is not held to it by anything else
            request.response().reset(REFUSED_STREAM);
            return;
        }
        try {
            letIn(exchange, request, body, loop);
        } catch (RuntimeException e) {
            LOG.error("{}: failed", exchange.requestId(), e);
            body.turnAway(Refusal.internal());
        }
    }

    private void letIn(VertxExchange exchange, HttpServerRequest request, BodyCollector body, Context loop) {
        switch (doorman.judge(exchange, request)) {
            case Doorman.Verdict.Refused refused -> body.turnAway(refused.refusal());
            case Doorman.Verdict.Permitted(Map<String, String> headers) -> body.skip(() -> exchange.permit(headers));
            case Doorman.Verdict.Admitted(Router.Route route, BodyEncoding encoding, String caller) -> {
                exchange.comesFrom(caller);
                if (route.open()) {
                    makeRoomAmongOpen(exchange);
                } else {
                    exchange.runsAs(running.enter(() -> loop.runOnContext(nothing -> {
                        body.turnAway(Doorman.STOPPING); // nothing if it is here
                        exchange.interrupt();
                    })));
                }
                if (route.takesBody()) {
                    body.collect(bytes -> answer(exchange, request.connection(), route, encoding, bytes));
                } else {
                    body.skip(() -> answer(exchange, request.connection(), route, BodyEncoding.PLAIN, new byte[0]));
                }
            }
        }
    }

    /** Tells when the refusal is on its way. */
    private Future<Void> refuse(VertxExchange exchange, HttpServerRequest request, Refusal refusal) {
        boolean isLast = closing.get() || Expectation.isIn(request); // who keeps a body back can send nothing after it
        if (isLast && request.version() == HttpVersion.HTTP_1_1) {
            exchange.setHeader("connection", "close");
        }
        return exchange.refuse(refusal, format);
    }

    /**
     * Open routes answer at once: where many answers are not over, their clients don't take them. The oldest of the
     * arriving request's own connection goes first, so that those who ask much lose nobody's answers but their own.
     */
    private void makeRoomAmongOpen(VertxExchange arriving) {
        if (openAnswers.size() >= limits.of(Limit.REQUESTS)) {
            VertxExchange untaken = openAnswers.stream()
                    .filter(arriving::sharesConnection)
                    .findFirst()
                    .orElseGet(openAnswers::getFirst);
            openAnswers.remove(untaken);
            untaken.giveUp();
        }
    }

    private void answer(
            VertxExchange exchange, HttpConnection connection, Router.Route route, BodyEncoding encoding, byte[] body) {
        int bodyBytes = body.length; // the body itself is the handler's to let go of
        Thread thread = Thread.ofVirtual().name(exchange.requestId()).unstarted(() -> {
            try {
                run(exchange, route.handler(), encoding, bodyBytes);
            } finally {
                connections.answerEnded(connection);
                exchange.ran();
                if (route.open()) {
                    vertx.runOnContext(nothing -> openAnswers.remove(exchange));
                }
            }
        });
        if (route.open()) {
            openAnswers.add(exchange);
        }
        connections.answerBegan(connection);
        exchange.start(body, thread);
    }

    private void run(VertxExchange exchange, ExchangeHandler handler, BodyEncoding encoding, int bodyBytes) {
        String id = exchange.requestId();
        int heldBytes = bodyBytes;
        try {
            if (encoding != BodyEncoding.PLAIN) {
                byte[] unpacked = unpacker.unpack(exchange.body(), encoding, exchange.caller());
                bodyMemory.giveBack(bodyBytes);
                heldBytes = unpacked.length;
                exchange.replaceBody(unpacked);
            }
            handler.handle(exchange);
            if (!exchange.answered() && !exchange.clientGone()) {
                throw new IllegalStateException("the handler left the exchange unanswered");
            }
        } catch (Unpacker.RefusedException e) {
            LOG.info("{}: {} {}", id, e.refusal().status(), e.refusal().code());
            exchange.abandon(e.refusal(), format);
        } catch (ClientGoneException e) {
            LOG.info("{}: ended early, {}", id, e.getMessage());
            exchange.abandon(Refusal.internal(), format); // for nobody: lets go of what is left of it
        } catch (InterruptedException e) {
            LOG.info("{}: ended early, {}", id, exchange.clientGone() ? "the client left" : "the server is stopping");
            exchange.abandon(Doorman.STOPPING, format);
        } catch (Throwable e) {
            LOG.error("{}: failed", id, e);
            exchange.abandon(Refusal.internal(), format);
        } finally {
            bodyMemory.giveBack(heldBytes);
        }
    }

    private void refuseUnreadable(HttpServerRequest request) {
        VertxExchange exchange = exchange(request, vertx.getOrCreateContext());
        Throwable problem = request.decoderResult().cause();
        exchange.refuse(UnreadableRequest.refusal(problem, limits), format);
        request.connection().close();
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Takes no more requests, and says so to whoever comes, gives the running ones their time, then has those that are
     * left write their end, and closes the connections last. Routes that guards do not see answer to the end. The
     * second time nothing happens.
     */
    public Stopped stop() {
        if (closing.getAndSet(true)) {
            return running.outcome();
        }
        Duration grace = limits.time(Limit.SHUTDOWN_TIME);
        try {
            catchUp();
            running.countFromHere();
            running.awaitNone(grace);
            running.endAll();
            running.awaitNone(limits.time(Limit.ENDING_TIME));
            arrivals.stopping();
            waitFor(server.shutdown(LINGER.toMillis(), TimeUnit.MILLISECONDS), LINGER.plus(AFTER_GRACE));
            loopWatch.close();
            waitFor(vertx.close(), AFTER_GRACE);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the server did not close cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return running.outcome();
    }

    /**
     * Until every request that came before is let in or refused; a loop that is late does not keep the others from
     * their end.
     */
    private void catchUp() throws InterruptedException, ExecutionException {
        Promise<Void> caughtUp = Promise.promise();
        vertx.runOnContext(nothing -> caughtUp.complete());
        try {
            waitFor(caughtUp.future(), AFTER_GRACE);
        } catch (TimeoutException e) {
            LOG.warn("the event loop is late: requests that come now may not be counted");
        }
    }

    /** How many requests are running. */
    public int running() {
        return running.count();
    }

    private static <T> T waitFor(Future<T> future, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    }
}
