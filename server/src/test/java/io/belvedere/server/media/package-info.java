@NullMarked
package io.belvedere.server.media;

import org.jspecify.annotations.NullMarked;
