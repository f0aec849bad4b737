/**
 * The lossless coding of WebP (RFC 9649, section 3) to ARGB.
 *
 * <p>Knows no container. Start at {@link io.belvedere.engine.image.vp8l.Vp8lDecoder}: an image is read as transforms
 * and entropy coded pixels, then the transforms are undone in reverse.
 */
@NullMarked
package io.belvedere.engine.image.vp8l;

import org.jspecify.annotations.NullMarked;
