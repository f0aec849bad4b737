package io.belvedere.server.media;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where pictures may be fetched from.
 *
 * @param allowedHosts hosts that may have any address, and any port that they name
 * @param privateNetworks whether every host may have a private or loopback address; link-local ones stay shut
 * @param proxy by way of which all but the allowed hosts are reached; their names are not looked up here then
 */
public record EgressPolicy(Set<AllowedHost> allowedHosts, boolean privateNetworks, Optional<MediaProxy> proxy) {
    /** Public addresses at the ports 80 and 443. */
    public static final EgressPolicy PUBLIC_ONLY = new EgressPolicy(Set.of(), false);

    /** Without a proxy. */
    public EgressPolicy(Set<AllowedHost> allowedHosts, boolean privateNetworks) {
        this(allowedHosts, privateNetworks, Optional.empty());
    }

    public EgressPolicy {
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /**
     * A host that the operator trusts.
     *
     * @param host a name, or an IP address without brackets, in lower case
     * @param port empty: every port
     */
    public record AllowedHost(String host, OptionalInt port) {
        /**
         * Reads {@code HOST}, {@code HOST:PORT}, {@code [IPV6]} or {@code [IPV6]:PORT}.
         *
         * @throws IllegalArgumentException with a message for the operator
         */
        public static AllowedHost parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.lastIndexOf(']');
            Optional<HostName> host = HostName.parse(hasPort ? text.substring(0, colon) : text);
            String port = hasPort ? text.substring(colon + 1) : "";
            boolean portIsGood = !hasPort || (port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65_535);
            if (host.isEmpty() || !portIsGood) {
                throw new IllegalArgumentException(
                        "'%s' is not HOST or HOST:PORT (an IPv6 address stands in brackets)".formatted(text));
            }
            return new AllowedHost(
                    host.get().text(), hasPort ? OptionalInt.of(Integer.parseInt(port)) : OptionalInt.empty());
        }

        boolean covers(RemoteAddress address) {
            return host.equals(address.host().text()) && (port.isEmpty() || port.getAsInt() == address.port());
        }
    }

    boolean trusts(RemoteAddress address) {
        return allowedHosts.stream().anyMatch(allowed -> allowed.covers(address));
    }
}
