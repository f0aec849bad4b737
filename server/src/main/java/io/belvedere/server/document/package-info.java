/**
 * Documents in requests: their pages become pictures before a model sees them. Start at
 * {@link io.belvedere.server.document.DocumentPreparation}; {@link io.belvedere.server.document.PageRenderer} runs the
 * processes that draw.
 *
 * <p>Knows no wire format and no PDF library; hands pictures on without looking into them.
 */
@NullMarked
package io.belvedere.server.document;

import org.jspecify.annotations.NullMarked;
