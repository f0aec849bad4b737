package io.belvedere.compute.cpu;

import io.belvedere.compute.Workers;
import io.belvedere.compute.cpu.assembled.AssembledKernels;
import java.lang.reflect.InvocationTargetException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The kernel set that a process runs, chosen once at start.
 *
 * @param reason a sentence for the log: which set, and why not a faster one
 */
public record KernelChoice(CpuKernels kernels, String reason) {
    private static final String VECTOR_PACKAGE = "io.belvedere.compute.cpu.vector";
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** @throws IllegalStateException if the setting forces a set that can't run here, with what is missing */
    public static KernelChoice choose(KernelSetting setting) {
        return switch (setting) {
            case SCALAR -> new KernelChoice(new ScalarKernels(), "scalar kernels, as set");
            case AUTO -> fastest(true);
            case EXACT -> fastest(false);
            case ASSEMBLED -> assembled();
            default -> vector(setting);
        };
    }

    private static KernelChoice fastest(boolean rounding) {
        String obstacle = obstacle(KernelSetting.VECTOR);
        if (obstacle != null) {
            return new KernelChoice(new ScalarKernels(), "scalar kernels (many times slower), because " + obstacle);
        }
        CpuKernels vector = vectorKernels(0);
        try {
            CpuKernels assembled = assembledKernels(vector, rounding);
            return new KernelChoice(assembled, assembled.describe());
        } catch (IllegalStateException e) {
            return new KernelChoice(vector, vector.describe() + "; no assembled kernels, because " + e.getMessage());
        }
    }

    private static KernelChoice assembled() {
        CpuKernels others = obstacle(KernelSetting.VECTOR) == null ? vectorKernels(0) : new ScalarKernels();
        try {
            CpuKernels assembled = assembledKernels(others, true);
            return new KernelChoice(assembled, assembled.describe() + ", as set");
        } catch (IllegalStateException e) {
            throw new IllegalStateException("kernels assembled can't run: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException if they can't run here, or compute wrongly */
    private static CpuKernels assembledKernels(CpuKernels others, boolean rounding) {
        String missing = AssembledKernels.obstacle();
        if (missing != null) {
            throw new IllegalStateException(missing);
        }
        CpuKernels assembled = new AssembledKernels(others, rounding);
        try (CpuBackend trial = new CpuBackend(new KernelChoice(assembled, "on trial"), new Workers(1))) {
            trial.selfTest(0);
        }
        return assembled;
    }

    private static KernelChoice vector(KernelSetting setting) {
        String obstacle = obstacle(setting);
        if (obstacle != null) {
            throw new IllegalStateException("kernels " + setting.text() + " can't run: " + obstacle);
        }
        CpuKernels kernels = vectorKernels(setting.bits());
        return new KernelChoice(kernels, kernels.describe() + ", as set");
    }

    /** Why the vector kernels can't run, or null. */
    private static @Nullable String obstacle(KernelSetting setting) {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return "the JVM was started without --add-modules " + VECTOR_MODULE;
        }
        String mode = System.getProperty("java.vm.info", "");
        if (!mode.contains("mixed mode") || mode.contains("emulated-client")) {
            return "the JVM runs without its optimising compiler (" + mode + "): remove -Xint or -XX:TieredStopAtLevel";
        }
        int widest = ((IntSupplier) create(KernelChoice.class.getClassLoader(), "PreferredWidth")).getAsInt();
        if (widest < 128) {
            return "the processor's vectors have " + widest + " bits, and the kernels need 128";
        }
        return setting.bits() > widest ? "the processor's vectors have " + widest + " bits" : null;
    }

    /** @param bits 0 for the processor's own width */
    private static CpuKernels vectorKernels(int bits) {
        ClassLoader own = KernelChoice.class.getClassLoader();
        return (CpuKernels) create(bits == 0 ? own : new WidthLoader(VECTOR_PACKAGE, bits), "VectorKernels");
    }

    /** By name: to mention these classes in code would load them, and that fails where their module is missing. */
    private static Object create(ClassLoader loader, String name) {
        try {
            return Class.forName(VECTOR_PACKAGE + "." + name, true, loader)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the vector kernels do not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernels are not part of this build", e);
        }
    }
}
