/**
 * Clients that others wrote, against the real server: what they make of its answers is what users see. Begin with
 * {@code MiniServer}.
 */
@NullMarked
package io.belvedere.clients;

import org.jspecify.annotations.NullMarked;
