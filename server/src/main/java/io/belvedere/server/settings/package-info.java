/**
 * Every limit of the server with its default, in one table. Start at {@link io.belvedere.server.settings.Limit}.
 *
 * <p>Knows nothing of the code that keeps the limits.
 */
@NullMarked
package io.belvedere.server.settings;

import org.jspecify.annotations.NullMarked;
