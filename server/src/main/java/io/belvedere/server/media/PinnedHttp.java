package io.belvedere.server.media;

import io.belvedere.chat.Deadline;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one GET by one way that was checked: the name stands in Host, SNI and the certificate check only. No redirects,
 * cookies, credentials or compressed answers, no proxy but the operator's; every connection is used once.
 */
final class PinnedHttp {
    private static final Logger LOG = LoggerFactory.getLogger(PinnedHttp.class);

    private final Vertx vertx;
    private final Limits limits;
    private final String userAgent;
    private final HttpClient client;

    /** @param tls whom to trust; empty options: the authorities that Java trusts */
    PinnedHttp(Limits limits, String userAgent, ClientSSLOptions tls) {
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false) // it writes no files, and needs no folder for them
                        .setClassPathResolvingEnabled(false)));
        this.limits = limits;
        this.userAgent = userAgent;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setKeepAlive(false).setMaxHeaderSize(limits.intOf(Limit.HEADER_SIZE)))
                .with(tls.setHostnameVerificationAlgorithm("HTTPS")
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setSslHandshakeTimeout(limits.of(Limit.REMOTE_CONNECT_TIME)))
                .with(new PoolOptions().setHttp1MaxSize(limits.intOf(Limit.REMOTE_FETCHES)))
                .withAddressResolver(PinnedAddress.RESOLVER)
                // the request fails too; without a handler each broken host is an error in the log, with what it sent
                .withConnectHandler(connection ->
                        connection.exceptionHandler(fault -> LOG.debug("a host broke the protocol", fault)))
                .build();
    }

    /**
     * An answer.
     *
     * @param location of a redirect
     * @param body a picture's if the status is 200, else empty
     */
    record Answer(int status, Optional<String> location, byte[] body) {
        boolean redirects() {
            return (status >= 301 && status <= 303) || status == 307 || status == 308;
        }
    }

    /** No connection came about: another way to the host may do. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** @throws TimeoutException if the answer has begun in time but not ended */
    Answer get(RemoteAddress address, Route route, ByteAllowance.Share share, Deadline deadline)
            throws FetchException, Unreachable, TimeoutException, InterruptedException {
        HttpClientRequest request = connect(address, route, deadline);
        try {
            CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            vertx.runOnContext(nothing -> request.send()
                    .onSuccess(response -> {
                        BodyDownload.start(response, share, answer);
                        head.complete(response);
                    })
                    .onFailure(head::completeExceptionally));
            awaitHead(head, deadline);
            return await(answer, deadline.left());
        } finally {
            // releases the connection; after a complete answer there is nothing left to reset
            request.reset();
        }
    }

    private HttpClientRequest connect(RemoteAddress address, Route route, Deadline deadline)
            throws FetchException, Unreachable, InterruptedException {
        long millis = Math.max(
                1, deadline.left(limits.time(Limit.REMOTE_CONNECT_TIME)).toMillis());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.host().text())
                .setPort(address.port())
                .setSsl(address.secure())
                .setURI(address.target())
                .setFollowRedirects(false)
                .setConnectTimeout(millis)
                .putHeader("host", address.authority())
                .putHeader("user-agent", userAgent)
                .putHeader("accept", "image/*")
                .putHeader("accept-encoding", "identity");
        switch (route) {
            case Route.Direct(InetAddress ip) -> options.setServer(new PinnedAddress(ip, address.port()));
            case Route.Through(MediaProxy proxy) ->
                options.setServer(SocketAddress.inetSocketAddress(
                                address.port(), address.host().text()))
                        .setProxyOptions(new ProxyOptions()
                                .setType(ProxyType.HTTP)
                                .setHost(proxy.host())
                                .setPort(proxy.port())
                                .setConnectTimeout(Duration.ofMillis(millis)));
        }
        CompletableFuture<HttpClientRequest> connected = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            Future<HttpClientRequest> connecting = client.request(options);
            connecting.onFailure(connected::completeExceptionally).onSuccess(request -> {
                if (!connected.complete(request)) {
                    request.reset();
                }
            });
        });
        try {
            return connected.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SSLException) {
                throw FetchException.failed("no secure connection to its host came about");
            }
            throw new Unreachable();
        } catch (TimeoutException e) {
            throw new Unreachable();
        } finally {
            connected.cancel(false);
        }
    }

    private void awaitHead(CompletableFuture<HttpClientResponse> head, Deadline deadline)
            throws FetchException, InterruptedException {
        try {
            await(head, deadline.left(limits.time(Limit.REMOTE_ANSWER_TIME)));
        } catch (TimeoutException e) {
            throw FetchException.failed("its host did not answer in time");
        }
    }

    private <T> T await(CompletableFuture<T> future, Duration most)
            throws FetchException, TimeoutException, InterruptedException {
        try {
            return future.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException known) {
                throw known;
            }
            throw FetchException.failed(
                    e.getCause() instanceof TooLongHttpHeaderException
                            ? "its host's headers have more than " + limits.text(Limit.HEADER_SIZE)
                            : "the connection to its host broke off");
        }
    }

    void close() {
        client.close();
        vertx.close();
    }
}
