package io.belvedere.compute.cpu;

import java.lang.reflect.InvocationTargetException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to the vector kernels, by name: to mention their classes in code would load them, and that fails where their
 * module is missing.
 */
final class VectorPackage {
    private static final String NAME = "io.belvedere.compute.cpu.vector";
    private static final String MODULE = "jdk.incubator.vector";
    private static final ClassLoader OWN = VectorPackage.class.getClassLoader();

    private VectorPackage() {}

    /**
     * Why they can't run, or null.
     *
     * @param bits 0 for the processor's own width
     */
    static @Nullable String obstacle(int bits) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "the JVM was started without --add-modules " + MODULE;
        }
        String mode = System.getProperty("java.vm.info", "");
        if (!mode.contains("mixed mode") || mode.contains("emulated-client")) {
            return "the JVM runs without its optimising compiler (" + mode + "): remove -Xint or -XX:TieredStopAtLevel";
        }
        int widest = ((IntSupplier) create(OWN, "PreferredWidth")).getAsInt();
        if (widest < 128) {
            return "the processor's vectors have " + widest + " bits, and the kernels need 128";
        }
        return bits > widest ? "the processor's vectors have " + widest + " bits" : null;
    }

    /**
     * @param bits 0 for the processor's own width
     * @throws IllegalStateException if there is an {@linkplain #obstacle obstacle}
     */
    static KernelSet kernels(int bits) {
        String obstacle = obstacle(bits);
        if (obstacle != null) {
            throw new IllegalStateException(obstacle);
        }
        return (KernelSet) ((Supplier<?>) create(bits == 0 ? OWN : new WidthLoader(NAME, bits), "VectorKernels")).get();
    }

    private static Object create(ClassLoader loader, String name) {
        try {
            return Class.forName(NAME + "." + name, true, loader)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the vector kernels do not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernels are not part of this build", e);
        }
    }
}
