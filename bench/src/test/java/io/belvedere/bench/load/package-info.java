@NullMarked
package io.belvedere.bench.load;

import org.jspecify.annotations.NullMarked;
