package io.belvedere.compute.cpu;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract, with every kernel set that this machine can run. */
@ParameterizedClass
@MethodSource("io.belvedere.compute.cpu.KernelChoiceTest#runnable")
class KernelSetTest extends KernelSetContract {
    /** Chosen once: each choice of a vector width loads and compiles its classes anew. */
    private static final Map<KernelSetting, KernelSet> CHOSEN = new EnumMap<>(KernelSetting.class);

    @Parameter
    KernelSetting setting;

    @Override
    protected KernelSet kernels() {
        return chosen(setting);
    }

    static KernelSet chosen(KernelSetting setting) {
        return CHOSEN.computeIfAbsent(
                setting, chosen -> KernelChoice.choose(chosen).kernels());
    }

    @Override
    protected int kernelSets() {
        return KernelChoiceTest.runnable().size();
    }
}
