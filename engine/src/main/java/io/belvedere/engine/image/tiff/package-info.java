/**
 * TIFF 6.0 and BigTIFF: the first picture of a file to RGB. Compressions are streams that end where a strip or tile is
 * whole; samples come out of their rows, and colours out of samples, a few thousand at a time.
 *
 * <p>Whatever is not read is refused by name, and whatever would be a part of a picture is refused as damaged. Start at
 * {@link io.belvedere.engine.image.tiff.TiffPicture}.
 */
@NullMarked
package io.belvedere.engine.image.tiff;

import org.jspecify.annotations.NullMarked;
