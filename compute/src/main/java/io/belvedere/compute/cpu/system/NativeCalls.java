package io.belvedere.compute.cpu.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/** Handles of native functions. */
public final class NativeCalls {
    private NativeCalls() {}

    /** Of the C library. */
    @SuppressWarnings("restricted") // the program's business: see Pages.obstacle
    static MethodHandle ofLibrary(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /** Of functions that take so many 64-bit integers and return nothing; the function's segment comes first. */
    @SuppressWarnings("restricted")
    public static MethodHandle taking(int longs) {
        ValueLayout[] arguments =
                Collections.nCopies(longs, ValueLayout.JAVA_LONG).toArray(ValueLayout[]::new);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(arguments));
    }
}
