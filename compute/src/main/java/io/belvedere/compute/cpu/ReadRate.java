package io.belvedere.compute.cpu;

import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/** How fast all threads together read memory that no cache holds: the bound of products with one row. */
final class ReadRate {
    /** What a task reads: large enough that a processor's fetching ahead is rarely interrupted. */
    private static final long TASK_BYTES = 1 << 20;

    private static final int PASSES = 4;

    private ReadRate() {}

    /**
     * @param bytes a multiple of 2^20
     * @return bytes a second, over some passes
     */
    static double measure(MemoryReading reading, long bytes, Workers workers) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = Pages.obstacle() == null ? Pages.allocate(bytes, arena) : arena.allocate(bytes);
            memory.fill((byte) 1); // memory that was never written may lie nowhere
            int tasks = Math.toIntExact(bytes / TASK_BYTES);
            AtomicLong sum = new AtomicLong(); // so that no reading is left out
            long begun = System.nanoTime();
            for (int pass = 0; pass < PASSES; pass++) {
                workers.run(
                        tasks,
                        (worker, task) -> sum.addAndGet(reading.read(memory.asSlice(task * TASK_BYTES, TASK_BYTES))));
            }
            return PASSES * bytes * 1e9 / (System.nanoTime() - begun);
        }
    }
}
