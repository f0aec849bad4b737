package io.belvedere.server.http;

import java.time.Duration;
import java.util.Map;

/**
 * Headers that tell a client whether to send the same request again. The official SDKs heed them; without any they send
 * a request that ended with 408, 409, 429 or 5xx twice more.
 */
public final class RetryHint {
    /** It would fail again, or cost as much again. */
    public static final Map<String, String> NEVER = Map.of("x-should-retry", "false");

    private RetryHint() {}

    /**
     * Not before {@code wait}: in milliseconds, and in whole seconds, at least one, for clients that know no others.
     */
    public static Map<String, String> after(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return Map.of("retry-after-ms", Long.toString(wait.toMillis()), "retry-after", Long.toString(seconds));
    }
}
