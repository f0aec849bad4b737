/**
 * Encoded pictures to pixels: format and size from the header, decoding to 8-bit RGB, EXIF orientation, bicubic
 * resizing.
 *
 * <p>Takes hostile bytes: limits are checked before a pixel is decoded, and every failure is an {@link
 * io.belvedere.engine.image.ImageException} with a message of our own. Knows no model family. Start at {@link
 * io.belvedere.engine.image.ImageDecoder}.
 */
@NullMarked
package io.belvedere.engine.image;

import org.jspecify.annotations.NullMarked;
