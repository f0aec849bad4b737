package io.belvedere.server.media;

import java.net.InetAddress;

/** A way to a host that may be taken. */
sealed interface Route {
    /** To this very address. */
    record Direct(InetAddress ip) implements Route {}

    /** By way of the operator's proxy, which looks the host's name up. */
    record Through(MediaProxy proxy) implements Route {}
}
