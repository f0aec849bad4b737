package io.belvedere.compute.cpu.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Hands out zeroed memory, piece by piece, from slabs that begin where a large page does: so nearly all of it can lie
 * in large pages, which a piece of some megabytes at any page's start could not. What of a slab is never written takes
 * no memory. Used by one thread at a time.
 */
public final class PageSlabs implements SegmentAllocator {
    static final long LARGE_PAGE = 2L << 20;
    static final long SLAB_BYTES = 256L << 20;

    private final Arena arena;
    private MemorySegment rest = MemorySegment.NULL;

    /** @param arena gives the slabs back */
    public PageSlabs(Arena arena) {
        this.arena = arena;
    }

    /** @throws OutOfMemoryError if the system has no room */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        long skipped = -rest.address() & (alignment - 1);
        if (skipped + bytes > rest.byteSize()) {
            rest = slab(Math.max(bytes, SLAB_BYTES));
            skipped = 0;
        }
        MemorySegment piece = rest.asSlice(skipped, bytes);
        rest = rest.asSlice(skipped + bytes);
        return piece;
    }

    private MemorySegment slab(long bytes) {
        MemorySegment pages = Pages.allocate(bytes + LARGE_PAGE, arena);
        return pages.asSlice(-pages.address() & (LARGE_PAGE - 1), bytes);
    }
}
