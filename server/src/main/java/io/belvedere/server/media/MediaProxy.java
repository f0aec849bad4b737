package io.belvedere.server.media;

import java.net.URI;

/**
 * An HTTP proxy that fetches for this server.
 *
 * @param host a name, or an IP address without brackets
 */
public record MediaProxy(String host, int port) {
    /**
     * Reads {@code http://HOST:PORT}.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    public static MediaProxy parse(String text) {
        try {
            URI uri = URI.create(text);
            RemoteAddress address = RemoteAddress.parse(uri);
            boolean isBare = address.target().equals("/") && uri.getRawFragment() == null;
            if (!address.secure() && isBare && uri.getRawAuthority().matches(".*:[0-9]+")) {
                return new MediaProxy(address.host().text(), address.port());
            }
        } catch (IllegalArgumentException | FetchException e) {
            throw new IllegalArgumentException(fault(text), e);
        }
        throw new IllegalArgumentException(fault(text));
    }

    private static String fault(String text) {
        return "'%s' is not http://HOST:PORT".formatted(text);
    }
}
