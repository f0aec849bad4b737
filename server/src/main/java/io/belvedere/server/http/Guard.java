package io.belvedere.server.http;

import java.util.Optional;

/** Decides, before a body is read, whether a request may come in. Runs on the event loop: must not block. */
@FunctionalInterface
public interface Guard {
    /** Why not; empty: it may. */
    Optional<Refusal> check(RequestHead head);
}
