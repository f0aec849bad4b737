@NullMarked
package io.belvedere.server.document;

import org.jspecify.annotations.NullMarked;
