/**
 * Belvedere Mini, the trained model inside the program, and nothing but its files. Start at
 * {@link io.belvedere.models.mini.Mini}.
 *
 * <p>Knows no engine: it hands out paths to ordinary model files.
 */
@NullMarked
package io.belvedere.models.mini;

import org.jspecify.annotations.NullMarked;
