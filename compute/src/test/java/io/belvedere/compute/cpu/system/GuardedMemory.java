package io.belvedere.compute.cpu.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory between pages that may not be touched: a read or write beyond it ends the process.
 *
 * <pre>
 * [no access][memory ........][no access]      at the start
 * [no access][........ memory][no access]      at the end; then it is aligned no better than its size
 * </pre>
 */
public final class GuardedMemory implements SegmentAllocator {
    /** Which side of the memory lies at a guard page; pages have room to spare at the other. */
    public enum Side {
        START,
        END
    }

    static final long PAGE = 4096;

    private static final int NO_ACCESS = 0;
    private static final MethodHandle MPROTECT = NativeCalls.ofLibrary(
            "mprotect",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    private final Side side;
    private final Arena arena;

    /** Asks {@link Pages#obstacle} first. */
    public GuardedMemory(Side side, Arena arena) {
        this.side = side;
        this.arena = arena;
    }

    /**
     * Memory of exactly this size, filled with the bits of a NaN: what is read before it is written spoils a result.
     */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        long inside = Math.max(1, Math.ceilDiv(bytes, PAGE)) * PAGE;
        MemorySegment pages = Pages.allocate(inside + 2 * PAGE, arena);
        protect(pages.asSlice(0, PAGE));
        protect(pages.asSlice(PAGE + inside, PAGE));
        MemorySegment open = pages.asSlice(PAGE, inside).fill((byte) 0xFF);
        return open.asSlice(side == Side.START ? 0 : inside - bytes, bytes);
    }

    public MemorySegment copy(MemorySegment of) {
        return allocate(of.byteSize(), 1).copyFrom(of);
    }

    private static void protect(MemorySegment page) {
        try {
            int status = (int) MPROTECT.invokeExact(page.address(), page.byteSize(), NO_ACCESS);
            if (status != 0) {
                throw new IllegalStateException("mprotect failed");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable thrown) {
            throw new IllegalStateException("mprotect could not be called", thrown);
        }
    }
}
