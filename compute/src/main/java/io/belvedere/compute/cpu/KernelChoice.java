package io.belvedere.compute.cpu;

import io.belvedere.compute.cpu.assembled.AssembledKernels;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A kernel set, and why it was chosen.
 *
 * @param reason a sentence for the log: which set, and why not a faster one
 */
record KernelChoice(KernelSet kernels, String reason) {
    /** The fastest first. */
    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "assembled kernels",
                    EnumSet.of(KernelSetting.AUTO, KernelSetting.EXACT, KernelSetting.ASSEMBLED),
                    KernelChoice::assembled,
                    ""),
            new Entry(
                    "vector kernels",
                    EnumSet.complementOf(EnumSet.of(KernelSetting.SCALAR, KernelSetting.ASSEMBLED)),
                    setting -> VectorPackage.kernels(setting.bits()),
                    ""),
            new Entry(
                    "scalar kernels",
                    EnumSet.of(KernelSetting.AUTO, KernelSetting.EXACT, KernelSetting.SCALAR),
                    _ -> ScalarKernels.SET,
                    " (many times slower)"));

    /**
     * A kernel set that may run.
     *
     * @param settings under which it is tried
     * @param open throws {@link IllegalStateException}, with what is missing, if it can't run here
     * @param note of it for who did not set it
     */
    private record Entry(
            String name, Set<KernelSetting> settings, Function<KernelSetting, KernelSet> open, String note) {}

    /**
     * The first entry that the setting allows and that runs here.
     *
     * @throws IllegalStateException if the setting names a set that can't, with what is missing
     */
    static KernelChoice choose(KernelSetting setting) {
        String faster = "";
        String missing = "";
        for (Entry entry : ENTRIES) {
            if (entry.settings.contains(setting)) {
                try {
                    KernelSet kernels = entry.open.apply(setting);
                    String why = setting.isName() ? ", as set" : entry.note + faster;
                    return new KernelChoice(kernels, kernels.name() + why);
                } catch (IllegalStateException e) {
                    missing = e.getMessage();
                    faster = "; no " + entry.name + ", because " + missing;
                }
            }
        }
        throw new IllegalStateException("kernels " + setting.text() + " can't run: " + missing);
    }

    /** Over vector kernels; over scalar ones only if they are set: without vectors it is told how to have those. */
    private static KernelSet assembled(KernelSetting setting) {
        boolean vectors = setting != KernelSetting.ASSEMBLED || VectorPackage.obstacle(0) == null;
        KernelSet others = vectors ? VectorPackage.kernels(0) : ScalarKernels.SET;
        String obstacle = AssembledKernels.obstacle();
        if (obstacle != null) {
            throw new IllegalStateException(obstacle);
        }
        KernelSet assembled = AssembledKernels.over(others, setting != KernelSetting.EXACT);
        KernelTrial.run(assembled, 1, Duration.ZERO);
        return assembled;
    }
}
