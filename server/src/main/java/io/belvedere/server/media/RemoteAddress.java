package io.belvedere.server.media;

import java.net.URI;

/**
 * An http or https URL, taken apart once: what is checked is what is dialled.
 *
 * @param target path and query as they go into the request line, ASCII
 */
record RemoteAddress(boolean secure, HostName host, int port, String target) {
    private static final int MOST_CHARACTERS = 8_192;

    static RemoteAddress parse(URI uri) throws FetchException {
        if (uri.toString().length() > MOST_CHARACTERS) {
            throw FetchException.badUrl("it has more than " + MOST_CHARACTERS + " characters");
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw FetchException.badUrl("its scheme is neither https nor http");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw FetchException.badUrl("it names no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw FetchException.badUrl("it holds a user name");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? port(authority.substring(colon + 1)) : secure ? 443 : 80;
        if (!HostName.isAscii(host)) {
            throw FetchException.badUrl("its host is not ASCII; international names are written as xn--...");
        }
        HostName name = HostName.parse(host).orElseThrow(() -> FetchException.badUrl("its host is not valid"));
        return new RemoteAddress(secure, name, port, target(uri));
    }

    private static int port(String text) throws FetchException {
        if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw FetchException.badUrl("its port is not valid");
    }

    private static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** The same URL, as it is asked for: without its fragment. */
    URI uri() {
        return URI.create((secure ? "https://" : "http://") + authority() + target);
    }

    /** What the Host header says. */
    String authority() {
        String name = host.text().indexOf(':') < 0 ? host.text() : "[" + host.text() + "]";
        return port == (secure ? 443 : 80) ? name : name + ":" + port;
    }

    boolean usesStandardPort() {
        return port == 80 || port == 443;
    }
}
