package io.belvedere.engine.run;

import java.time.Duration;

/**
 * How much the engine's thread takes on.
 *
 * @param stepTime wished length of a step while answers wait for its end: prompts and pictures are cut accordingly
 * @param sliceTokens prompt tokens of one step at most, at least 1
 * @param runningSequences that compute at a time at most, at least 1
 */
public record LoopLimits(Duration stepTime, int sliceTokens, int runningSequences) {}
