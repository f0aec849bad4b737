/**
 * Requests hold what an engine does not take, such as addresses of pictures: here it is replaced before an engine gets
 * them. Start at {@link io.belvedere.server.preparation.PreparingBackend}.
 *
 * <p>Knows neither what there is to prepare nor how.
 */
@NullMarked
package io.belvedere.server.preparation;

import org.jspecify.annotations.NullMarked;
