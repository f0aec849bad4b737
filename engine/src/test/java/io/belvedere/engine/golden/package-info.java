/**
 * The golden set: reference outputs that golden tests compare with. Start at {@link io.belvedere.engine.golden.Golden}.
 *
 * <p>Knows where things lie and how to read them, with readers of its own: nothing here calls the code under test.
 */
@NullMarked
package io.belvedere.engine.golden;

import org.jspecify.annotations.NullMarked;
