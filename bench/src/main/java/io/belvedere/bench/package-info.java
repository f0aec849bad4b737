/**
 * Benchmarks and comparisons with other engines. Never shipped; nothing may depend on it.
 */
@NullMarked
package io.belvedere.bench;

import org.jspecify.annotations.NullMarked;
