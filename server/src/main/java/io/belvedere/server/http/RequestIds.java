package io.belvedere.server.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a fresh id for each request, and judges those that clients bring. */
final class RequestIds implements Supplier<String> {
    private static final int ID_BYTES = 16;
    private static final int MOST_CLIENT_CHARACTERS = 512;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "req_" + HexFormat.of().formatHex(id);
    }

    /** Why the client's own id can't be taken; it ends up in logs and in a header. */
    static Optional<Refusal> refusalOf(String clientId) {
        boolean printable = clientId.chars().allMatch(c -> c > ' ' && c < 127);
        if (printable && clientId.length() <= MOST_CLIENT_CHARACTERS) {
            return Optional.empty();
        }
        String message =
                "The header X-Client-Request-Id must be printable ASCII without spaces, at most %d characters; given %d."
                        .formatted(MOST_CLIENT_CHARACTERS, clientId.length());
        return Optional.of(new Refusal(400, "invalid_client_request_id", message));
    }
}
