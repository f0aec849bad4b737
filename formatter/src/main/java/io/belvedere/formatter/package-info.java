/**
 * The source format of this build. It runs on the JDK that compiles the sources, since that of Maven may be too old to
 * parse them. Never shipped.
 */
@NullMarked
package io.belvedere.formatter;

import org.jspecify.annotations.NullMarked;
