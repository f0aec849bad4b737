package io.belvedere.engine.run;

import io.belvedere.compute.KvPages;
import io.belvedere.compute.Workspace;

/**
 * Memory that the engine's thread works in.
 *
 * @param pages keys and values of all sequences
 * @param decoder intermediates of a pass
 * @param encoder intermediates of a picture, which stand while passes go on
 * @param overtaking the same of a small picture that is encoded while a large one stands
 */
public record LoopMemory(KvPages pages, Workspace decoder, Workspace encoder, Workspace overtaking) {}
