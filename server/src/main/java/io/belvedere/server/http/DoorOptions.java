package io.belvedere.server.http;

import org.jspecify.annotations.Nullable;

/**
 * How clients meet the door.
 *
 * @param tls what it shows; null: connections are not encrypted
 * @param origins whose web pages may read answers
 */
public record DoorOptions(@Nullable TlsIdentity tls, CrossOrigins origins) {
    /** Unencrypted, and for no web page of another origin. */
    public static final DoorOptions PLAIN = new DoorOptions(null, CrossOrigins.NONE);
}
