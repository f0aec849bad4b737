package io.belvedere.engine.run;

import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;

/**
 * Memory that the engine's thread works in.
 *
 * @param pages keys and values of all sequences
 * @param decoder intermediates of a pass
 * @param encoder intermediates of a picture, which stand while passes go on
 */
public record LoopMemory(KvPages pages, Workspace decoder, Workspace encoder) {}
