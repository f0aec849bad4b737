@NullMarked
package io.belvedere.server.openai;

import org.jspecify.annotations.NullMarked;
