package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.server.http.Admission;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.http.RequestHead;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets in who brings a key as {@code Authorization: Bearer KEY}, or in the header {@code api-key} or {@code x-api-key},
 * as clients of other services do: a caller is a key. Keeps hashes only, and compares in constant time.
 */
public final class ApiKeys implements Guard {
    private static final String SCHEME = "Bearer ";
    private static final Map<String, String> CHALLENGE = Map.of("www-authenticate", "Bearer");

    private final List<byte[]> hashes;

    /** @param keys at least one, none blank */
    public ApiKeys(Collection<String> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("there must be at least one API key, and none may be blank");
        }
        this.hashes = keys.stream().map(ApiKeys::hash).toList();
    }

    @Override
    public Admission admit(RequestHead head, String client) {
        Optional<String> key = keyOf(head);
        if (key.isEmpty()) {
            return new Admission.Refused(new Refusal(
                    401,
                    "invalid_api_key",
                    "An API key is required: send it in the header 'Authorization: Bearer KEY', 'api-key: KEY' or 'x-api-key: KEY'.",
                    CHALLENGE));
        }
        byte[] asked = hash(key.get());
        return knows(asked)
                ? new Admission.Admitted(HexFormat.of().formatHex(asked))
                : new Admission.Refused(
                        new Refusal(401, "invalid_api_key", "The API key is not known here.", CHALLENGE));
    }

    /** The first that it brings; one that is empty counts for none. */
    private static Optional<String> keyOf(RequestHead head) {
        return head.header("authorization")
                .filter(authorization -> authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(authorization -> authorization.substring(SCHEME.length()))
                .flatMap(ApiKeys::notBlank)
                .or(() -> head.header("api-key").flatMap(ApiKeys::notBlank))
                .or(() -> head.header("x-api-key").flatMap(ApiKeys::notBlank));
    }

    private static Optional<String> notBlank(String key) {
        return Optional.of(key.strip()).filter(stripped -> !stripped.isEmpty());
    }

    /** Looks at every key, whichever matches: the time tells nothing. */
    private boolean knows(byte[] asked) {
        boolean known = false;
        for (byte[] hash : hashes) {
            known |= MessageDigest.isEqual(hash, asked);
        }
        return known;
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
