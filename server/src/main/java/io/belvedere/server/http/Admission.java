package io.belvedere.server.http;

/** What a {@link Guard} says of a request. */
public sealed interface Admission {
    /** It may come in. {@code caller}: on whose behalf it comes, never what a client may choose for itself. */
    record Admitted(String caller) implements Admission {}

    record Refused(Refusal refusal) implements Admission {}
}
