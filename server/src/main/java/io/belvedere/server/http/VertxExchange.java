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
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An {@link Exchange} on the event loop's request: every touch of the response happens on the loop, and is waited for. */
final class VertxExchange implements Exchange {
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
    private final Duration writeTime;
    private @Nullable Runnable whenOver;
    private byte @Nullable [] body;
    private @Nullable Thread thread;
    private volatile boolean clientGone;

    VertxExchange(HttpServerRequest request, Context loop, String requestId, Duration writeTime) {
        this.response = request.response();
        this.connection = request.connection();
        this.knowsChunks = request.version() != HttpVersion.HTTP_1_0;
        this.headAlone = request.method().equals(HttpMethod.HEAD);
        this.loop = loop;
        this.requestId = requestId;
        this.writeTime = writeTime;
        String path = request.path();
        String query = request.query();
        this.head = new RequestHead(
                request.method().name(),
                path == null ? "" : path,
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

    /** On the loop: has {@code act} run once, when the answer is complete or the client has left. */
    void whenOver(Runnable act) {
        whenOver = act;
    }

    private void over() {
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
        if (thread != null) {
            thread.interrupt();
        }
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

    /** On the loop: ends the answer, which its client doesn't take. */
    void giveUp() {
        response.reset(CANCEL);
    }

    /** From any thread: ends what can't be ended properly, with the refusal if nothing has been sent. */
    void abandon(Refusal refusal, RefusalFormat format) {
        loop.runOnContext(nothing -> {
            if (response.headWritten()) {
                response.reset(INTERNAL_ERROR);
            } else {
                refuse(refusal, format);
            }
        });
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
        if (headAlone) {
            return;
        }
        onLoop(() -> {
            Future<Void> ended = response.end(Buffer.buffer(bytes));
            return knowsChunks ? ended : ended.eventually(connection::close);
        });
    }

    private void onLoop(Supplier<Future<Void>> act) throws ClientGoneException, InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            if (response.closed()) {
                done.completeExceptionally(new ClientGoneException("the connection is closed"));
            } else {
                try {
                    act.get().onSuccess(done::complete).onFailure(done::completeExceptionally);
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
            if (clientGone || response.closed() || e.getCause() instanceof ClosedChannelException) {
                throw new ClientGoneException("the client left");
            }
            throw new IllegalStateException("the answer could not be written", e.getCause());
        }
    }
}
