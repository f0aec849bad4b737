package io.belvedere.server.openai;

import io.belvedere.server.http.CrossOrigins;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.http.RequestHead;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The guard of a server without keys, which listens on loopback alone: keeps web pages out that a browser on this machine
 * has open, unless their origin is allowed. Such a request names a foreign origin, or (after DNS rebinding) a foreign host.
 */
public final class LocalCallers implements Guard {
    private static final Pattern LOCAL =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    private final CrossOrigins allowed;

    /** @param allowed pages that are let in though they are foreign */
    public LocalCallers(CrossOrigins allowed) {
        this.allowed = allowed;
    }

    @Override
    public Optional<Refusal> check(RequestHead head) {
        boolean localHost =
                head.header("host").map(host -> isLocal("http://" + host)).orElse(true);
        boolean localOrigin = head.header("origin")
                .map(origin -> isLocal(origin) || allowed.allows(origin))
                .orElse(true);
        return localHost && localOrigin
                ? Optional.empty()
                : Optional.of(new Refusal(
                        403,
                        "not_local",
                        "This server has no API key and answers only local callers; their Host is localhost, 127.0.0.1 or"
                                + " [::1]. Start it with a key to open it to others."));
    }

    private static boolean isLocal(String address) {
        try {
            String host = URI.create(address).getHost();
            return host != null && LOCAL.matcher(host).matches();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
