/**
 * HTTP/1.1 and, over TLS, HTTP/2 for blocking code: an event loop owns the sockets, one virtual thread runs each
 * request. Start at {@link io.belvedere.server.http.Exchange}; {@link io.belvedere.server.http.HttpDoor} is the only
 * way in.
 *
 * <p>Knows no API: routes, guards and the shape of refusals are handed in.
 */
@NullMarked
package io.belvedere.server.http;

import org.jspecify.annotations.NullMarked;
