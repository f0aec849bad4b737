package io.belvedere.server.http;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How clients meet the door.
 *
 * @param tls what it shows; null: connections are not encrypted
 * @param origins whose web pages may read answers
 * @param pathPrefix below which every path is there too, such as {@code /ai}; empty: none
 */
public record DoorOptions(@Nullable TlsIdentity tls, CrossOrigins origins, String pathPrefix) {
    /** Unencrypted, and for no web page of another origin. */
    public static final DoorOptions PLAIN = new DoorOptions(null, CrossOrigins.NONE);

    private static final int ACCEPT_BACKLOG = 2048;

    /** @throws IllegalArgumentException if the prefix is no path */
    public DoorOptions {
        pathPrefix = RequestPath.prefix(pathPrefix);
    }

    /** Without a prefix. */
    public DoorOptions(@Nullable TlsIdentity tls, CrossOrigins origins) {
        this(tls, origins, "");
    }

    /** As Vert.x wants to be told. */
    HttpServerOptions of(Limits limits) {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(limits.intOf(Limit.HEADER_SIZE))
                .setMaxInitialLineLength(limits.intOf(Limit.HEADER_SIZE))
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize(limits.of(Limit.HEADER_SIZE))
                        .setMaxConcurrentStreams(limits.of(Limit.STREAMS)));
        if (tls != null) {
            tls.secure(options);
            options.setSslHandshakeTimeout(limits.of(Limit.HANDSHAKE_TIME))
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return options;
    }
}
