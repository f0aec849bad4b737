package io.belvedere.compute.cpu;

import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.system.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;

/** How fast all threads together read memory that no cache holds: the bound of products with one row. */
final class ReadRate {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** What a task reads: large enough that a processor's fetching ahead is rarely interrupted. */
    private static final long TASK_BYTES = 1 << 20;

    /** Bytes read in a turn: a cache line. */
    private static final int STEP = 8 * Long.BYTES;

    private static final int PASSES = 4;

    private ReadRate() {}

    /**
     * @param bytes a multiple of 2^20
     * @return bytes a second, over some passes
     */
    static double measure(long bytes, Workers workers) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = Pages.obstacle() == null ? Pages.allocate(bytes, arena) : arena.allocate(bytes);
            memory.fill((byte) 1); // memory that was never written may lie nowhere
            int tasks = Math.toIntExact(bytes / TASK_BYTES);
            AtomicLong sum = new AtomicLong(); // so that no reading is left out
            long begun = System.nanoTime();
            for (int pass = 0; pass < PASSES; pass++) {
                workers.run(
                        tasks,
                        (worker, task) -> sum.addAndGet(read(memory, task * TASK_BYTES, (task + 1) * TASK_BYTES)));
            }
            return PASSES * bytes * 1e9 / (System.nanoTime() - begun);
        }
    }

    private static long read(MemorySegment memory, long from, long to) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (long at = from; at < to; at += STEP) {
            a += memory.get(LONG, at) ^ memory.get(LONG, at + 8);
            b += memory.get(LONG, at + 16) ^ memory.get(LONG, at + 24);
            c += memory.get(LONG, at + 32) ^ memory.get(LONG, at + 40);
            d += memory.get(LONG, at + 48) ^ memory.get(LONG, at + 56);
        }
        return a + b + c + d;
    }
}
