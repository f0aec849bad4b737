@NullMarked
package io.belvedere.server.settings;

import org.jspecify.annotations.NullMarked;
