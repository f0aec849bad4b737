@NullMarked
package io.belvedere.server.cli;

import org.jspecify.annotations.NullMarked;
