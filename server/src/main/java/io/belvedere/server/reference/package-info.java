/**
 * What the API tells about itself: {@code GET /openapi.json} and the page {@code GET /docs}, both made at start from
 * the resources under {@code reference/}. Start at {@link io.belvedere.server.reference.Reference}.
 *
 * <p>Knows routes and exchanges; knows nothing of the API's code. Tests hold the document against it.
 */
@NullMarked
package io.belvedere.server.reference;

import org.jspecify.annotations.NullMarked;
