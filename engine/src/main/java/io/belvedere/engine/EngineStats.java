package io.belvedere.engine;

import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.run.RunStats;

/** What the engine does and has done, for metrics; a snapshot. */
public record EngineStats(RunStats run, ImageCache.Stats images) {}
