package io.belvedere.server.cli;

import io.belvedere.server.media.EgressPolicy;
import io.belvedere.server.media.EgressPolicy.AllowedHost;
import io.belvedere.server.media.MediaProxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where remote pictures may come from. */
final class EgressArguments {
    @Option(
            names = "--allow-media-host",
            paramLabel = "HOST[:PORT]",
            description =
                    "A host whose pictures may be fetched though its address is not public, at this port or at any;"
                            + " can be repeated.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--allow-private-media",
            description = "Fetch pictures from private addresses too: only where every client may see what is inside.")
    private boolean privateNetworks;

    @Option(
            names = "--media-proxy",
            paramLabel = "http://HOST:PORT",
            description =
                    "Fetch pictures by way of this HTTP proxy, all but those of --allow-media-host; it looks names up, so it must keep"
                            + " inner networks out. By default there is none, whatever the environment says.")
    private @Nullable String proxy;

    EgressPolicy policy() throws UserException {
        Set<AllowedHost> allowed = new HashSet<>();
        for (String host : hosts) {
            try {
                allowed.add(AllowedHost.parse(host));
            } catch (IllegalArgumentException e) {
                throw new UserException(ExitCode.USAGE, "--allow-media-host: " + e.getMessage(), e);
            }
        }
        return new EgressPolicy(allowed, privateNetworks, proxy());
    }

    private Optional<MediaProxy> proxy() throws UserException {
        try {
            return Optional.ofNullable(proxy).map(MediaProxy::parse);
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--media-proxy: " + e.getMessage(), e);
        }
    }
}
