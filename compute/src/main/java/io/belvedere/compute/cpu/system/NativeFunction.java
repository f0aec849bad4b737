package io.belvedere.compute.cpu.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/** Machine code of this process, ready to be called with 64-bit integers; it returns nothing. */
public final class NativeFunction {
    /** As many as travel in registers: code that takes fewer doesn't look at the rest. */
    private static final MethodHandle IN_REGISTERS = taking(6);

    private static final MethodHandle ON_STACK_TOO = taking(9);

    private final MemorySegment code;

    /**
     * @param arena holds the code
     * @throws IllegalStateException if the system refuses to run it
     */
    public NativeFunction(byte[] code, Arena arena) {
        this.code = Pages.executable(code, arena);
    }

    /** The function's segment comes first. */
    @SuppressWarnings("restricted") // the program's business: see Pages.obstacle
    private static MethodHandle taking(int longs) {
        ValueLayout[] arguments =
                Collections.nCopies(longs, ValueLayout.JAVA_LONG).toArray(ValueLayout[]::new);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(arguments));
    }

    public void call(long a) {
        call(a, 0, 0, 0, 0, 0);
    }

    public void call(long a, long b) {
        call(a, b, 0, 0, 0, 0);
    }

    public void call(long a, long b, long c, long d, long e) {
        call(a, b, c, d, e, 0);
    }

    public void call(long a, long b, long c, long d, long e, long f) {
        try {
            IN_REGISTERS.invokeExact(code, a, b, c, d, e, f);
        } catch (Throwable thrown) {
            throw failure(thrown);
        }
    }

    public void call(long a, long b, long c, long d, long e, long f, long g, long h, long i) {
        try {
            ON_STACK_TOO.invokeExact(code, a, b, c, d, e, f, g, h, i);
        } catch (Throwable thrown) {
            throw failure(thrown);
        }
    }

    private static IllegalStateException failure(Throwable thrown) {
        return new IllegalStateException("assembled code could not be called", thrown);
    }
}
