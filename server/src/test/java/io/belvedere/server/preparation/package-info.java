@NullMarked
package io.belvedere.server.preparation;

import org.jspecify.annotations.NullMarked;
