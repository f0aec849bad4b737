package io.belvedere.server.http;

/** The body of a refusal, in the shape that the API's clients read. */
@FunctionalInterface
public interface RefusalFormat {
    /** A JSON object in UTF-8. */
    byte[] format(Refusal refusal);
}
