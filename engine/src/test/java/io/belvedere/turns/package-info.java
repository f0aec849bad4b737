@NullMarked
package io.belvedere.turns;

import org.jspecify.annotations.NullMarked;
