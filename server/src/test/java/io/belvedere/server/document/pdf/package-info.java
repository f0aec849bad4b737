@NullMarked
package io.belvedere.server.document.pdf;

import org.jspecify.annotations.NullMarked;
