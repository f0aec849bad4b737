/**
 * Features of pictures kept for the next question about them, in memory and, if wished, in a folder that outlives the
 * process. Start at {@link io.belvedere.engine.features.ImageCache}.
 *
 * <p>It knows keys and features, not what they are made from nor who asks.
 */
@NullMarked
package io.belvedere.engine.features;

import org.jspecify.annotations.NullMarked;
