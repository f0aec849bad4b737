/**
 * Benchmarks and comparisons with other engines; the load test is in {@code bench.load}. Never shipped; nothing may
 * depend on it.
 */
@NullMarked
package io.belvedere.bench;

import org.jspecify.annotations.NullMarked;
