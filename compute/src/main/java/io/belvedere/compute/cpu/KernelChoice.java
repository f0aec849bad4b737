package io.belvedere.compute.cpu;

/**
 * The kernel set that a process runs, chosen once at start.
 *
 * @param reason a sentence for the log: why this set
 */
public record KernelChoice(CpuKernels kernels, String reason) {
    /** @throws IllegalStateException if the setting forces a set that can't run here, with what is missing */
    public static KernelChoice choose(KernelSetting setting) {
        return switch (setting) {
            case SCALAR -> new KernelChoice(new ScalarKernels(), "scalar kernels, as set");
            case AUTO -> new KernelChoice(new ScalarKernels(), "scalar kernels, because this build has no others");
            case VECTOR, VECTOR_128, VECTOR_256, VECTOR_512 ->
                throw new IllegalStateException(
                        "kernels " + setting.text() + " can't run: this build has scalar ones only");
        };
    }
}
