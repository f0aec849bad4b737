package io.belvedere.server.media;

import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs as people and pages write them. Behind the host, what a URL may not have (RFC 3986: blanks, braces, bars, a
 * percent sign that begins no escape) is encoded as browsers do (WHATWG URL standard, "path percent-encode set");
 * scheme and host must be right as they stand.
 */
public final class WrittenUrl {
    private static final Pattern BEFORE_HOST = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:)?//");
    private static final String ENCODED_EVERYWHERE = " \"<>`{}|^";
    private static final String ENCODED_IN_PATHS = "[]";

    private WrittenUrl() {}

    /** Empty if it is no URL all the same. */
    public static Optional<URI> toUri(String written) {
        try {
            return Optional.of(URI.create(encoded(written)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String written) {
        int from = behindHost(written);
        StringBuilder url = new StringBuilder(written.length()).append(written, 0, from);
        boolean inPath = true;
        for (int i = from; i < written.length(); i++) {
            char c = written.charAt(i);
            inPath &= c != '?' && c != '#';
            if (c == '%' ? !isEscape(written, i) : isEncoded(c, inPath)) {
                url.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            } else {
                url.append(c);
            }
        }
        return url.toString();
    }

    private static boolean isEncoded(char c, boolean inPath) {
        return ENCODED_EVERYWHERE.indexOf(c) >= 0 || (inPath && ENCODED_IN_PATHS.indexOf(c) >= 0);
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /** Where path, query or fragment begin: of a relative reference, at its start. */
    private static int behindHost(String written) {
        Matcher host = BEFORE_HOST.matcher(written);
        if (!host.lookingAt()) {
            return 0;
        }
        int at = host.end();
        while (at < written.length() && "/?#".indexOf(written.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
