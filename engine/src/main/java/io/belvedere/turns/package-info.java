/** Turns among callers who want more than there is at once. Knows nothing of what it is that they take. */
@NullMarked
package io.belvedere.turns;

import org.jspecify.annotations.NullMarked;
