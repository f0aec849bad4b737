package io.belvedere.server.http;

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

    /** @throws IllegalArgumentException if the prefix is no path */
    public DoorOptions {
        pathPrefix = RequestPath.prefix(pathPrefix);
    }

    /** Without a prefix. */
    public DoorOptions(@Nullable TlsIdentity tls, CrossOrigins origins) {
        this(tls, origins, "");
    }
}
