/**
 * Remote pictures: addresses judged, pinned and fetched within limits. Start at
 * {@link io.belvedere.server.media.MediaFetcher}; nothing else in the server opens connections that a request names.
 *
 * <p>Knows no wire format; hands bytes on without decoding them.
 */
@NullMarked
package io.belvedere.server.media;

import org.jspecify.annotations.NullMarked;
