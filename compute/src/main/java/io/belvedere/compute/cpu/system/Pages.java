package io.belvedere.compute.cpu.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Memory in whole pages, through {@code mmap}, {@code mprotect} and {@code madvise} of Linux. */
public final class Pages {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int HUGE_PAGE = 14;
    private static final long PAGE = 4096;

    private Pages() {}

    /** Why these calls can't be made here, or null. */
    public static @Nullable String obstacle() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        if (!system.equals("linux") || !processor.equals("amd64")) {
            return "they are made for Linux on x86-64, and this is " + system + " on " + processor;
        }
        if (!Pages.class.getModule().isNativeAccessEnabled()) {
            return "the JVM was started without --enable-native-access=ALL-UNNAMED";
        }
        return null;
    }

    /**
     * Zeroed memory at a page's start that is only then taken when it is first written, with large pages where the
     * system grants them.
     *
     * @param bytes its size, exactly
     * @param arena gives them back
     * @throws OutOfMemoryError if the system has no room for them
     */
    public static MemorySegment allocate(long bytes, Arena arena) {
        MemorySegment pages = map(bytes, arena);
        call(() -> (int)
                Calls.MADVISE.invokeExact(pages.address(), pages.byteSize(), HUGE_PAGE)); // a wish: may be refused
        return pages.asSlice(0, bytes);
    }

    /** Pages that hold code and may be run, but no longer written. */
    public static MemorySegment executable(byte[] code, Arena arena) {
        MemorySegment pages = map(code.length, arena);
        MemorySegment.copy(code, 0, pages, ValueLayout.JAVA_BYTE, 0, code.length);
        int status = call(() -> (int) Calls.MPROTECT.invokeExact(pages.address(), pages.byteSize(), READ | EXECUTE));
        if (status != 0) {
            throw new IllegalStateException("the system does not let this process run code that it made");
        }
        return pages;
    }

    @SuppressWarnings("restricted") // the memory is ours, of this size
    private static MemorySegment map(long bytes, Arena arena) {
        long size = Math.ceilDiv(bytes, PAGE) * PAGE;
        long address = call(() -> (long) Calls.MMAP.invokeExact(0L, size, READ | WRITE, PRIVATE_ANONYMOUS, -1, 0L));
        if (address == -1) {
            throw new OutOfMemoryError("the system gives no " + size + " bytes of memory");
        }
        return MemorySegment.ofAddress(address).reinterpret(size, arena, Pages::unmap);
    }

    private static void unmap(MemorySegment pages) {
        call(() -> (int) Calls.MUNMAP.invokeExact(pages.address(), pages.byteSize()));
    }

    private interface Call<T> {
        T make() throws Throwable;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.make();
        } catch (Throwable thrown) {
            throw new IllegalStateException("a system call could not be made", thrown);
        }
    }

    /** Linked when first used, and that is only where {@link #obstacle} finds none. */
    private static final class Calls {
        private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

        static final MethodHandle MMAP =
                NativeCalls.ofLibrary("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
        static final MethodHandle MUNMAP = NativeCalls.ofLibrary("munmap", FunctionDescriptor.of(INT, LONG, LONG));
        static final MethodHandle MPROTECT =
                NativeCalls.ofLibrary("mprotect", FunctionDescriptor.of(INT, LONG, LONG, INT));
        static final MethodHandle MADVISE =
                NativeCalls.ofLibrary("madvise", FunctionDescriptor.of(INT, LONG, LONG, INT));
    }
}
