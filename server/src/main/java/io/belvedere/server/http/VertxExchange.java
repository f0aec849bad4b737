package io.belvedere.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link Exchange} on the event loop's request: every touch of the response happens on the loop, and is waited for.
 */
final class VertxExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(VertxExchange.class);

    /** HTTP/2's codes for a stream that ends early (RFC 9113, section 7); HTTP/1.1 closes the connection. */
    private static final long INTERNAL_ERROR = 0x2;

    private static final long CANCEL = 0x8;

    private final HttpServerResponse response;
    private final HttpConnection connection;
    /** HTTP/1.0 knows no chunks: an answer of unknown length ends where its connection does. */
    private final boolean knowsChunks;

    /** Whether only the answer's head is asked for. */
    private final boolean headAlone;

    private final Context loop;
    private final RequestHead head;
    private final String requestId;
    private final String client;
    private final Duration writeTime;
    private String caller = "";
    private @Nullable Runnable whenOver;
    private byte @Nullable [] body;
    private @Nullable Thread thread;
    private volatile RunningRequests.@Nullable Running running;
    private volatile boolean clientGone;

    VertxExchange(HttpServerRequest request, Context loop, String requestId, Duration writeTime, String pathPrefix) {
        this.response = request.response();
        this.connection = request.connection();
        this.knowsChunks = request.version() != HttpVersion.HTTP_1_0;
        this.headAlone = request.method().equals(HttpMethod.HEAD);
        this.loop = loop;
        this.requestId = requestId;
        this.client = String.valueOf(connection.remoteAddress().hostAddress());
        this.writeTime = writeTime;
        String path = request.path();
        String query = request.query();
        this.head = new RequestHead(
                request.method().name(),
                RequestPath.of(path == null ? "" : path, pathPrefix),
                query == null ? "" : query,
                name -> header(request, name));
        response.putHeader("x-request-id", requestId);
        response.endHandler(nothing -> over());
        response.closeHandler(nothing -> {
            if (!response.ended()) { // HTTP/2 closes every stream, those that were answered too
                clientLeft();
            }
            over();
        });
    }

    /** HTTP/2 has the host in its pseudo-header. */
    private static Optional<String> header(HttpServerRequest request, String name) {
        boolean isPseudo = request.version() == HttpVersion.HTTP_2 && name.equalsIgnoreCase("host");
        HostAndPort authority = isPseudo ? request.authority() : null;
        return Optional.ofNullable(authority == null ? request.getHeader(name) : authority.toString());
    }

    /** The client's network address, or that of a proxy before it. */
    String client() {
        return client;
    }

    /** On the loop: what the guard says. */
    void comesFrom(String admitted) {
        caller = admitted;
    }

    @Override
    public String caller() {
        return caller;
    }

    /** On the loop: has {@code act} run once, when the answer is complete or the client has left. */
    void whenOver(Runnable act) {
        whenOver = act;
    }

    /** On the loop: what to tell when the request is over. */
    void runsAs(RunningRequests.Running counted) {
        running = counted;
    }

    /** On the request's thread: it has done all that it does. */
    void ran() {
        RunningRequests.Running counted = running;
        if (counted != null) {
            counted.over();
        }
    }

    private void over() {
        if (thread == null) {
            ran();
        }
        Runnable act = whenOver;
        whenOver = null;
        if (act != null) {
            act.run();
        }
    }

    /** On the loop: hands the request to the thread that answers it. */
    void start(byte[] completeBody, Thread answering) {
        body = completeBody;
        thread = answering;
        answering.start();
        if (clientGone) {
            answering.interrupt();
        }
    }

    private void clientLeft() {
        clientGone = true;
        interrupt();
    }

    /** On the loop: interrupts the thread that answers, if there is one. */
    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** On the request's thread: what the body is really. */
    void replaceBody(byte[] unpacked) {
        body = unpacked;
    }

    /** On the loop: answers with a refusal, without waiting; the future tells when it is on its way. */
    Future<Void> refuse(Refusal refusal, RefusalFormat format) {
        if (response.headWritten() || response.closed()) {
            return Future.succeededFuture();
        }
        refusal.headers().forEach(response::putHeader);
        return response.setStatusCode(refusal.status())
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(format.format(refusal)));
    }

    /** On the loop: answers with headers alone, without waiting. */
    void permit(Map<String, String> headers) {
        headers.forEach(response::putHeader);
        response.setStatusCode(204).end();
    }

    boolean sharesConnection(VertxExchange other) {
        return connection.equals(other.connection);
    }

    /** On the loop: ends the answer, which its client doesn't take. */
    void giveUp() {
        response.reset(CANCEL);
    }

    /**
     * On the request's thread: ends what can't be ended properly, with the refusal if nothing has been sent; what is
     * complete goes out.
     */
    void abandon(Refusal refusal, RefusalFormat format) {
        try {
            onLoop(() -> {
                boolean isCut = response.headWritten() && !response.ended();
                return isCut ? response.reset(INTERNAL_ERROR) : refuse(refusal, format);
            });
        } catch (ClientGoneException e) {
            // then nobody is left to be told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client left in the meantime
        }
    }

    boolean clientGone() {
        return clientGone;
    }

    boolean answered() {
        return response.ended();
    }

    @Override
    public RequestHead head() {
        return head;
    }

    @Override
    public byte[] body() {
        byte[] whole = body;
        if (whole == null) {
            throw new IllegalStateException("the body was taken already");
        }
        body = null;
        return whole;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public void setHeader(String name, String value) {
        response.putHeader(name, value);
    }

    @Override
    public void send(int status, String contentType, byte[] bytes) throws ClientGoneException, InterruptedException {
        onLoop(() -> {
            response.setStatusCode(status).putHeader("content-type", contentType);
            if (headAlone) {
                return response.putHeader("content-length", Integer.toString(bytes.length))
                        .end();
            }
            return response.end(Buffer.buffer(bytes));
        });
    }

    @Override
    public void begin(int status, String contentType) throws ClientGoneException, InterruptedException {
        onLoop(() -> {
            response.setStatusCode(status).putHeader("content-type", contentType);
            if (headAlone) {
                return response.end();
            }
            // writing nothing sends the head too, but announces chunks only to those who know them
            return knowsChunks ? response.setChunked(true).writeHead() : response.write(Buffer.buffer());
        });
    }

    @Override
    public void write(byte[] bytes) throws ClientGoneException, InterruptedException {
        if (!headAlone) {
            onLoop(() -> response.write(Buffer.buffer(bytes)));
        }
    }

    @Override
    public void end(byte[] bytes) throws ClientGoneException, InterruptedException {
        if (!headAlone) {
            onLoop(() -> ending(bytes));
        }
    }

    @Override
    public void breakOff(byte[] bytes) throws ClientGoneException, InterruptedException {
        if (!headAlone) {
            onLoop(() -> response.ended() ? Future.succeededFuture() : ending(bytes));
        }
    }

    private Future<Void> ending(byte[] bytes) {
        Future<Void> ended = response.end(Buffer.buffer(bytes));
        return knowsChunks ? ended : ended.eventually(connection::close);
    }

    private void onLoop(Supplier<Future<Void>> act) throws ClientGoneException, InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            if (response.closed()) {
                done.completeExceptionally(new ClientGoneException("the connection is closed"));
            } else {
                try {
                    // the answer was right, so what it can fail of is its client: a reset stream, a closed connection
                    act.get().onSuccess(done::complete).onFailure(lost -> {
                        LOG.debug("{}: not written: {}", requestId, lost.toString());
                        done.completeExceptionally(new ClientGoneException("the client left"));
                    });
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            }
        });
        try {
            done.get(writeTime.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            loop.runOnContext(nothing -> response.reset(CANCEL));
            throw new ClientGoneException("the client took nothing for " + writeTime);
        } catch (ExecutionException e) {
            if (clientGone || response.closed() || e.getCause() instanceof ClientGoneException) {
                throw new ClientGoneException("the client left");
            }
            throw new IllegalStateException("the answer could not be written", e.getCause());
        }
    }
}
