@NullMarked
package io.belvedere.server.http;

import org.jspecify.annotations.NullMarked;
