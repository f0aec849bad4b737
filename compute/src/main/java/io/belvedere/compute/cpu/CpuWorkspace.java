package io.belvedere.compute.cpu;

import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Slabs of native memory, filled one after the other. A pass that needed several leaves one of its whole size to the
 * next, so that what is held is never more than the largest pass took, and a pass that asks for no more than one before
 * allocates nothing.
 */
final class CpuWorkspace implements Workspace {
    /** A cache line, and the widest vector. */
    private static final long ALIGNMENT = 64;

    private static final long SLAB_BYTES = 16L << 20;

    private Arena arena = Arena.ofShared();
    private final List<MemorySegment> slabs = new ArrayList<>();
    private final Trace trace;
    private int slab;
    private long used;
    private long taken; // in all slabs, since the last reset

    CpuWorkspace(Trace trace) {
        this.trace = trace;
    }

    @Override
    public CpuBuffer buffer(int rows, int columns) {
        if (rows < 0 || columns < 1) {
            throw new IllegalArgumentException("not a buffer's shape: " + rows + "x" + columns);
        }
        long bytes = (long) rows * columns * Float.BYTES;
        while (slab < slabs.size() && used + bytes > slabs.get(slab).byteSize()) {
            slab++;
            used = 0;
        }
        if (slab == slabs.size()) {
            slabs.add(arena.allocate(Math.max(bytes, SLAB_BYTES), ALIGNMENT));
        }
        MemorySegment floats = slabs.get(slab).asSlice(used, bytes);
        long aligned = Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
        used += aligned;
        taken += aligned;
        return new CpuBuffer(floats, rows, columns);
    }

    @Override
    public void reset() {
        if (slabs.size() > 1) {
            arena.close();
            arena = Arena.ofShared();
            slabs.clear();
            slabs.add(arena.allocate(taken, ALIGNMENT));
        }
        slab = 0;
        used = 0;
        taken = 0;
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (MemorySegment each : slabs) {
            sum += each.byteSize();
        }
        return sum;
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public void close() {
        arena.close();
    }
}
