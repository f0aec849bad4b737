/**
 * The codings of JPEG (ITU-T T.81) that are in use: baseline, extended sequential and progressive, with Huffman codes
 * and 8 bits a sample. Component samples come out as libjpeg-turbo's default decoder makes them, to the bit.
 *
 * <p>Knows no colours and no metadata. Takes hostile bytes: what is damaged or not all there is an {@link
 * java.io.IOException}. Start at {@link io.belvedere.engine.image.jpeg.JpegDecoder}; coded data goes through bits,
 * codes, coefficients, the inverse transform and upsampling.
 */
@NullMarked
package io.belvedere.engine.image.jpeg;

import org.jspecify.annotations.NullMarked;
