/**
 * Pictures in JPEG 2000 format (ITU-T T.800, Part 1) to samples of 8 bits. Start at
 * {@link io.belvedere.server.document.pdf.jpx.JpxPicture}.
 *
 * <p>Knows the JDK alone.
 */
@NullMarked
package io.belvedere.server.document.pdf.jpx;

import org.jspecify.annotations.NullMarked;
