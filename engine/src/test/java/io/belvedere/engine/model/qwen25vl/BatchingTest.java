package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.model.ForwardBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A row's result depends neither on what else is in its batch nor on how the prompt was cut: bit for bit. */
class BatchingTest {
    @ParameterizedTest
    @CsvSource({"SCALAR, F16", "VECTOR, F32", "VECTOR, F16", "VECTOR, Q8_0", "AUTO, F16"})
    void aPromptInChunksIsThePromptAsAWhole(KernelSetting kernels, KvType kvType) throws Exception {
        GoldenModel golden = Golden.set().models(GoldenSource.TYPE).getFirst();
        try (LoadedModel loaded = LoadedModel.open(golden.folder(), kernels, 2, kvType);
                Workspace workspace = loaded.workspace(Trace.NONE)) {
            GoldenRun run = run(loaded, pictured(golden, 0), workspace);
            float[] whole = run.firstLogits();
            int[] tokens = run.plan().tokens();
            for (int chunk : new int[] {1, 7, 16, 33}) {
                int[] blocks = LoadedModel.blocks(tokens.length, 40, -3); // somewhere else, and downwards
                float[] last = {};
                for (int from = 0; from < tokens.length; from += chunk) {
                    int to = Math.min(tokens.length, from + chunk);
                    last = loaded.forward(run.plan(), run.features(), tokens, from, to, blocks, 1, workspace);
                }
                assertThat(last).as("chunks of " + chunk).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SCALAR, F16", "VECTOR, F32", "VECTOR, F16", "VECTOR, Q8_0", "AUTO, F16"})
    void twoSequencesInOneBatchAreEachAlone(KernelSetting kernels, KvType kvType) throws Exception {
        GoldenModel golden = Golden.set().models(GoldenSource.TYPE).getFirst();
        try (LoadedModel loaded = LoadedModel.open(golden.folder(), kernels, 2, kvType);
                Workspace workspace = loaded.workspace(Trace.NONE)) {
            GoldenRun one = run(loaded, pictured(golden, 0), workspace);
            GoldenRun two = run(loaded, pictured(golden, 1), workspace);
            float[] alone = concat(one.firstLogits(), two.firstLogits());

            int[] evenBlocks = LoadedModel.blocks(one.plan().tokens().length, 0, 2);
            int[] oddBlocks = LoadedModel.blocks(two.plan().tokens().length, 1, 2);
            int cut = 20;
            loaded.forward(batch(slice(one, 0, cut, evenBlocks, 0), slice(two, 0, cut + 5, oddBlocks, 0)), workspace);
            float[] together = loaded.forward(
                    batch(
                            slice(one, cut, one.plan().tokens().length, evenBlocks, 1),
                            slice(two, cut + 5, two.plan().tokens().length, oddBlocks, 1)),
                    workspace);
            assertThat(together).isEqualTo(alone);
        }
    }

    /** The n-th case with a picture. */
    private static GoldenCase pictured(GoldenModel golden, int number) {
        return golden.cases().stream()
                .filter(candidate -> !candidate.images().isEmpty())
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private static GoldenRun run(LoadedModel loaded, GoldenCase golden, Workspace workspace) throws Exception {
        GoldenRun run = new GoldenRun(loaded, golden);
        run.encode(workspace);
        return run;
    }

    private static ForwardBatch.Slice slice(GoldenRun run, int from, int to, int[] blocks, int logitRows) {
        return LoadedModel.slice(run.plan(), run.features(), run.plan().tokens(), from, to, blocks, logitRows);
    }

    private static ForwardBatch batch(ForwardBatch.Slice... slices) {
        return new ForwardBatch(List.of(slices));
    }

    private static float[] concat(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
