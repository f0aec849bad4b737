package io.belvedere.server.media;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one GET to one checked address: the name stands in Host, SNI and the certificate check only. No redirects, cookies,
 * credentials, proxies or compressed answers; every connection is used once.
 */
final class PinnedHttp {
    private static final int CONNECTIONS_PER_ADDRESS = 64;

    private final Vertx vertx;
    private final Limits limits;
    private final String userAgent;
    private final HttpClient client;

    /** @param tls whom to trust; empty options: the authorities that Java trusts */
    PinnedHttp(Limits limits, String userAgent, ClientSSLOptions tls) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        this.limits = limits;
        this.userAgent = userAgent;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setKeepAlive(false)
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setSslHandshakeTimeout(limits.of(Limit.REMOTE_CONNECT_TIME)))
                .with(tls.setHostnameVerificationAlgorithm("HTTPS"))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ADDRESS))
                .withAddressResolver(PinnedAddress.RESOLVER)
                .build();
    }

    /**
     * An answer.
     *
     * @param location of a redirect
     * @param body empty unless the status is 200
     */
    record Answer(int status, Optional<String> location, byte[] body) {
        boolean redirects() {
            return (status >= 301 && status <= 303) || status == 307 || status == 308;
        }
    }

    /** No connection came about: another address of the host may do. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1;
    }

    Answer get(RemoteAddress address, InetAddress checked, ByteAllowance.Share share, Deadline deadline)
            throws FetchException, Unreachable, InterruptedException {
        HttpClientRequest request = connect(address, checked, deadline);
        try {
            CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            vertx.runOnContext(nothing -> request.send()
                    .onSuccess(response -> {
                        BodyDownload.start(response, share, answer);
                        head.complete(response);
                    })
                    .onFailure(head::completeExceptionally));
            long headMillis = Math.min(deadline.millisLeft(), limits.of(Limit.REMOTE_ANSWER_TIME));
            await(head, headMillis, FetchException.failed("its host did not answer in time"));
            return await(answer, deadline.millisLeft(), deadline.passed());
        } finally {
            // releases the connection; after a complete answer there is nothing left to reset
            request.reset();
        }
    }

    private HttpClientRequest connect(RemoteAddress address, InetAddress checked, Deadline deadline)
            throws FetchException, Unreachable, InterruptedException {
        long millis = Math.max(1, Math.min(deadline.millisLeft(), limits.of(Limit.REMOTE_CONNECT_TIME)));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(new PinnedAddress(checked, address.port()))
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

    private static <T> T await(CompletableFuture<T> future, long millis, FetchException late)
            throws FetchException, InterruptedException {
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException known) {
                throw known;
            }
            throw FetchException.failed("the connection to its host broke off");
        }
    }

    void close() {
        client.close();
        vertx.close();
    }
}
