package io.belvedere.server.openai;

import io.belvedere.server.http.Admission;
import io.belvedere.server.http.CrossOrigins;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.http.RequestHead;
import java.util.regex.Pattern;

/**
 * The guard of a server without keys, which listens on loopback alone: keeps web pages out that a browser on this
 * machine has open, unless their origin is allowed. A page's request names a foreign origin, or (after DNS rebinding) a
 * foreign host. Who is let in is known by its address, whatever key it claims to have.
 */
public final class LocalCallers implements Guard {
    private static final String HOST = "(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?";
    private static final Pattern LOCAL_HOST = Pattern.compile(HOST, Pattern.CASE_INSENSITIVE);
    private static final Pattern LOCAL_ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://" + HOST, Pattern.CASE_INSENSITIVE);

    private final CrossOrigins allowed;

    /** @param allowed pages that are let in though they are foreign */
    public LocalCallers(CrossOrigins allowed) {
        this.allowed = allowed;
    }

    @Override
    public Admission admit(RequestHead head, String client) {
        boolean localHost = head.header("host")
                .map(host -> LOCAL_HOST.matcher(host).matches())
                .orElse(true);
        boolean localOrigin = head.header("origin")
                .map(origin -> LOCAL_ORIGIN.matcher(origin).matches() || allowed.allows(origin))
                .orElse(true);
        return localHost && localOrigin
                ? new Admission.Admitted(client)
                : new Admission.Refused(new Refusal(
                        403,
                        "not_local",
                        "This server has no API key and answers only local callers; their Host is localhost, 127.0.0.1 or"
                                + " [::1]. Start it with a key to open it to others."));
    }
}
