/**
 * The pixels of PNG (W3C, third edition) to RGB: inflated, row filters undone, interlaced passes put together.
 *
 * <p>Knows no chunks. Start at {@link io.belvedere.engine.image.png.PngDecoder}.
 */
@NullMarked
package io.belvedere.engine.image.png;

import org.jspecify.annotations.NullMarked;
