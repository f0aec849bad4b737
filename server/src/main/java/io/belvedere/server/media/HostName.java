package io.belvedere.server.media;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as a URL names it: a DNS name or a plainly written IP address. Spellings that some parsers take for an address
 * and others for a name (127.1, 0x7f.0.0.1, 2130706433, leading zeros, mapped IPv6) are none of both.
 *
 * @param text lower case, without brackets and trailing dot
 * @param literal the address, if that is what it is
 */
record HostName(String text, Optional<InetAddress> literal) {
    private static final int MOST_CHARACTERS = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern DOTTED_QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    /**
     * Names that mean something on one machine or in one network only (RFC 6761, 6762, 8375, ICANN's reservation of
     * internal).
     */
    private static final Pattern LOCAL = Pattern.compile("[^.]+|(?:.*\\.)?(?:localhost|local|internal|home\\.arpa)");

    private static final Pattern V6 = Pattern.compile("[0-9a-f:.]{2,45}");

    /** Empty if the text is no host. */
    static Optional<HostName> parse(String written) {
        if (!isAscii(written)) { // before case is changed: the Kelvin sign becomes a k
            return Optional.empty();
        }
        String text = written.toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            return parseV6(text.substring(1, text.length() - 1));
        }
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        if (DOTTED_QUAD.matcher(text).matches()) {
            return Optional.of(new HostName(text, Optional.of(InetAddress.ofLiteral(text))));
        }
        boolean isName = text.length() <= MOST_CHARACTERS
                && NAME.matcher(text).matches()
                && !ENDS_IN_NUMBER.matcher(text).matches();
        return isName ? Optional.of(new HostName(text, Optional.empty())) : Optional.empty();
    }

    static boolean isAscii(String written) {
        return written.chars().allMatch(c -> c < 128);
    }

    /** Whether it is a name that can't stand for a host on the internet. */
    boolean isLocalName() {
        return literal.isEmpty() && LOCAL.matcher(text).matches();
    }

    private static Optional<HostName> parseV6(String text) {
        if (!V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return InetAddress.ofLiteral(text) instanceof Inet6Address v6
                    ? Optional.of(new HostName(text, Optional.of(v6)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
