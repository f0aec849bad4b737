/**
 * The command line: {@code serve}, {@code ask}, {@code bench} and {@code inspect}. Start at
 * {@link io.belvedere.server.cli.Belvedere}.
 *
 * <p>Reads arguments and puts the parts together; whatever lasts longer than a request lives in those parts.
 */
@NullMarked
package io.belvedere.server.cli;

import org.jspecify.annotations.NullMarked;
