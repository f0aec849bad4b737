package io.belvedere.server.media;

import io.belvedere.chat.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a URL's host into ways that may be taken. Names are resolved once, and every answer must pass: the connection
 * then goes to one of these addresses, whatever the name says a moment later. Where a proxy resolves names, the names
 * themselves are judged.
 */
final class EgressGate {
    private static final Logger LOG = LoggerFactory.getLogger(EgressGate.class);

    private final EgressPolicy policy;
    private final NameService names;
    private final Executor lookups;

    /** @param lookups runs look-ups, which can't be interrupted */
    EgressGate(EgressPolicy policy, NameService names, Executor lookups) {
        this.policy = policy;
        this.names = names;
        this.lookups = lookups;
    }

    /**
     * At least one way, in the order in which to try them.
     *
     * @throws TimeoutException if names are not resolved in time
     */
    List<Route> admit(RemoteAddress address, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        boolean trusted = policy.trusts(address);
        if (!trusted && !address.usesStandardPort()) {
            throw FetchException.badUrl("its port is neither 80 nor 443");
        }
        HostName host = address.host();
        Optional<MediaProxy> proxy = trusted ? Optional.empty() : policy.proxy();
        if (proxy.isPresent() && host.literal().isEmpty()) {
            if (host.isLocalName() && !policy.privateNetworks()) {
                LOG.info("refused to fetch from {}: the name is not a public one", host.text());
                throw noAddress();
            }
            return List.of(new Route.Through(proxy.get()));
        }
        List<InetAddress> addresses =
                host.literal().isPresent() ? List.of(host.literal().get()) : resolve(host.text(), deadline);
        if (!trusted) {
            requireAllowed(addresses, host);
        }
        return proxy.isPresent()
                ? List.of(new Route.Through(proxy.get()))
                : addresses.stream().<Route>map(Route.Direct::new).toList();
    }

    private void requireAllowed(List<InetAddress> addresses, HostName host) throws FetchException {
        for (InetAddress one : addresses) {
            if (!isAllowed(one)) {
                LOG.info("refused to fetch from {}: {} is not a public address", host.text(), one.getHostAddress());
                throw noAddress();
            }
        }
    }

    private boolean isAllowed(InetAddress address) {
        return AddressRanges.isPublic(address) || (policy.privateNetworks() && AddressRanges.isPrivate(address));
    }

    private List<InetAddress> resolve(String host, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        CompletableFuture<List<InetAddress>> lookup = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return names.addressesOf(host);
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                lookups);
        try {
            List<InetAddress> addresses = lookup.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (addresses.isEmpty()) {
                throw noAddress();
            }
            return addresses;
        } catch (ExecutionException e) {
            LOG.info("{} has no address: {}", host, String.valueOf(e.getCause()));
            throw noAddress();
        }
    }

    /** The same words for a name that nobody has and for one inside: nobody shall map a network by asking. */
    private static FetchException noAddress() {
        return FetchException.badUrl("its host has no address on the public internet");
    }
}
