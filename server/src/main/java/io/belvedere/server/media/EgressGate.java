package io.belvedere.server.media;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a URL's host into addresses that may be dialled. Names are resolved once, and every answer must pass: the connection
 * then goes to one of these addresses, whatever the name says a moment later.
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

    /** At least one address, in the order in which to try them. */
    List<InetAddress> admit(RemoteAddress address, Deadline deadline) throws FetchException, InterruptedException {
        boolean trusted = policy.trusts(address);
        if (!trusted && !address.usesStandardPort()) {
            throw FetchException.badUrl("its port is neither 80 nor 443");
        }
        List<InetAddress> addresses = address.host().literal().isPresent()
                ? List.of(address.host().literal().get())
                : resolve(address.host().text(), deadline);
        for (InetAddress one : addresses) {
            if (!trusted && !isAllowed(one)) {
                LOG.info(
                        "refused to fetch from {}: {} is not a public address",
                        address.host().text(),
                        one.getHostAddress());
                throw noAddress();
            }
        }
        return addresses;
    }

    private boolean isAllowed(InetAddress address) {
        return AddressRanges.isPublic(address) || (policy.privateNetworks() && AddressRanges.isPrivate(address));
    }

    private List<InetAddress> resolve(String host, Deadline deadline) throws FetchException, InterruptedException {
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
            List<InetAddress> addresses = lookup.get(deadline.millisLeft(), TimeUnit.MILLISECONDS);
            if (addresses.isEmpty()) {
                throw noAddress();
            }
            return addresses;
        } catch (ExecutionException e) {
            LOG.info("{} has no address: {}", host, String.valueOf(e.getCause()));
            throw noAddress();
        } catch (TimeoutException e) {
            throw deadline.passed();
        }
    }

    /** The same words for a name that nobody has and for one inside: nobody shall map a network by asking. */
    private static FetchException noAddress() {
        return FetchException.badUrl("its host has no address on the public internet");
    }
}
