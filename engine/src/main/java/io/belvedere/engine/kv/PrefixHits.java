package io.belvedere.engine.kv;

/**
 * How often the pool could help.
 *
 * @param asked keys that {@link BlockPool#acquire} was given since the pool was made
 * @param found those of them that it found a block for
 */
public record PrefixHits(long asked, long found) {}
