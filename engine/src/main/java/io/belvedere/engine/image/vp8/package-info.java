/**
 * The lossy coding of WebP: VP8 key frames (RFC 6386) to RGB, sample for sample as the reference library decodes them.
 *
 * <p>Knows no container and no alpha. Start at {@link io.belvedere.engine.image.vp8.Vp8Decoder}; a macroblock goes
 * through modes, coefficients, transform and prediction, then the frame through the loop filter and the colour
 * conversion.
 */
@NullMarked
package io.belvedere.engine.image.vp8;

import org.jspecify.annotations.NullMarked;
