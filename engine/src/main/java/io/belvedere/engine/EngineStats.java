package io.belvedere.engine;

import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.run.RunStats;

/**
 * What the engine does and has done, for metrics; a snapshot.
 *
 * @param tokensTakenOn that all answers which wait or run are likely to take, from their prompts' first token on
 */
public record EngineStats(RunStats run, ImageCache.Stats images, long tokensTakenOn) {}
