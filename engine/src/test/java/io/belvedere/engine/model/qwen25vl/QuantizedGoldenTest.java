package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Difference;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.golden.GoldenTensors;
import io.belvedere.engine.model.DrivenModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Quantised files against the reference run on their dequantised weights. */
class QuantizedGoldenTest {
    @TestFactory
    List<DynamicTest> agreesWithDequantizedWeights() {
        List<DynamicTest> tests = new ArrayList<>();
        for (GoldenModel model : Golden.set().models(GoldenSource.TYPE)) {
            for (String entry : Golden.set().entries("quant", ".json")) {
                JsonNode quantized = Golden.set().json(entry);
                String file = quantized.path("file").asString();
                if (file.startsWith(model.name() + "/")) {
                    GoldenTensors tensors = Golden.set().tensors(entry.replace(".json", ".safetensors"));
                    for (KernelSetting kernels : new KernelSetting[] {KernelSetting.SCALAR, KernelSetting.VECTOR}) {
                        for (JsonNode one : quantized.path("cases")) {
                            tests.add(test(model, Golden.set().path(file), kernels, one, tensors));
                        }
                    }
                    for (JsonNode one : quantized.path("cases")) {
                        tests.add(testRounded(model, Golden.set().path(file), one, tensors));
                    }
                }
            }
        }
        return tests;
    }

    /**
     * The fastest kernels of the machine, which may round activations to bytes: no tokens can be asked for on nets as
     * small and random.
     */
    private static DynamicTest testRounded(GoldenModel model, Path file, JsonNode quantized, GoldenTensors tensors) {
        String name = quantized.path("name").asString();
        return DynamicTest.dynamicTest(file.getFileName() + ", " + name + ", rounded activations", () -> {
            try (DrivenModel loaded = DrivenModel.open(file, KernelSetting.AUTO, 2);
                    Workspace workspace = loaded.workspace(Trace.NONE)) {
                GoldenRun run = new GoldenRun(loaded, golden(model, name));
                run.encode(workspace);
                Difference difference =
                        Difference.between("logits", run.firstLogits(), tensors.floats(name + ".first_logits"));
                assertThat(difference.rms()).isLessThan(Difference.ROUNDED_RMS);
            }
        });
    }

    private static GoldenCase golden(GoldenModel model, String name) {
        return model.cases().stream()
                .filter(candidate -> candidate.toString().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static DynamicTest test(
            GoldenModel model, Path file, KernelSetting kernels, JsonNode quantized, GoldenTensors tensors) {
        String name = quantized.path("name").asString();
        GoldenCase golden = golden(model, name);
        return DynamicTest.dynamicTest(file.getFileName() + ", " + name + ", " + kernels, () -> {
            try (DrivenModel loaded = DrivenModel.open(file, kernels, 2);
                    Workspace workspace = loaded.workspace(Trace.NONE)) {
                GoldenRun run = new GoldenRun(loaded, golden);
                run.encode(workspace);
                Difference.between("logits", run.firstLogits(), tensors.floats(name + ".first_logits"))
                        .assertWithin(Difference.LOGITS);
                int[] expected = GoldenCase.ints(quantized.path("greedy").path("ids"));
                assertThat(run.greedy(expected.length)).as("greedy tokens").isEqualTo(expected);
            }
        });
    }
}
