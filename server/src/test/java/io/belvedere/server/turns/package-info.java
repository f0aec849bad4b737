@NullMarked
package io.belvedere.server.turns;

import org.jspecify.annotations.NullMarked;
