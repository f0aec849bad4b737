package io.belvedere.compute.cpu.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Handles of the C library's functions. */
final class NativeCalls {
    private NativeCalls() {}

    @SuppressWarnings("restricted") // the program's business: see Pages.obstacle
    static MethodHandle ofLibrary(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
