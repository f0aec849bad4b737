package io.belvedere.compute.cpu;

import java.lang.foreign.MemorySegment;

/** Reads memory in order and does nothing else, as fast as one thread can. */
@FunctionalInterface
public interface MemoryReading {
    /**
     * @param memory native, of a multiple of 4096 bytes, at least once that
     * @return something of what was read where a compiler could leave the reading out otherwise
     */
    long read(MemorySegment memory);
}
