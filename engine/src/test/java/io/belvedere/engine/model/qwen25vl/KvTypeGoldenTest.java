package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.model.DrivenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rounded keys and values against the reference's F32: the logits at the last position of the prompt. */
class KvTypeGoldenTest {
    /** The golden set's tolerance for keys and values in F16: norm of the difference over the norm. */
    private static final double F16 = 0.015;

    /** Measured: 1.2 to 2.4 %, on nets that are small and random. */
    private static final double Q8_0 = 0.03;

    @TestFactory
    List<DynamicTest> staysNearTheReference() {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenModel model : Golden.set().models(GoldenSource.TYPE)) {
            for (GoldenCase golden : model.cases()) {
                for (KernelSetting kernels : new KernelSetting[] {KernelSetting.SCALAR, KernelSetting.VECTOR}) {
                    tests.add(test(model, golden, kernels, KvType.F16, F16));
                    tests.add(test(model, golden, kernels, KvType.Q8_0, Q8_0));
                }
            }
        }
        return tests;
    }

    private static DynamicTest test(
            GoldenModel model, GoldenCase golden, KernelSetting kernels, KvType kvType, double allowed) {
        return DynamicTest.dynamicTest(golden + ", " + kernels + ", " + kvType.text(), () -> {
            try (DrivenModel loaded = DrivenModel.open(model.folder(), kernels, 2, kvType);
                    Workspace workspace = loaded.workspace(Trace.NONE)) {
                GoldenRun run = new GoldenRun(loaded, golden);
                run.encode(workspace);
                double difference = relativeDifference(run.firstLogits(), lastRow(golden));
                assertThat(difference).as("relative norm").isPositive().isLessThan(allowed);
            }
        });
    }

    private static float[] lastRow(GoldenCase golden) {
        float[] logits = golden.tensors().floats("logits");
        int width = golden.tensors().shape("logits")[1];
        return Arrays.copyOfRange(logits, logits.length - width, logits.length);
    }

    private static double relativeDifference(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
