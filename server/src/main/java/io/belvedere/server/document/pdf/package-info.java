/**
 * PDF files to pictures, in a process of its own that is started for one file and whose time and memory are bounded.
 * Start at {@link io.belvedere.server.document.pdf.RenderMain}; nothing else in the server sees the PDF library.
 *
 * <p>Knows no request, no limits table and no log.
 */
@NullMarked
package io.belvedere.server.document.pdf;

import org.jspecify.annotations.NullMarked;
