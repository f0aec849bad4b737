package io.belvedere.server.http;

/**
 * Decides, before a body is read, whether a request may come in and who calls. Runs on the event loop: must not block.
 */
@FunctionalInterface
public interface Guard {
    /** @param client its network address, or that of a proxy before it */
    Admission admit(RequestHead head, String client);
}
