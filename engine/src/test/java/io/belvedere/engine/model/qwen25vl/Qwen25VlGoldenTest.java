package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.model.DrivenModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The whole model against the reference, stage by stage, for every case of every model, layout and kernel set. */
class Qwen25VlGoldenTest {
    private static final int THREADS = 2;

    @TempDir
    static Path converted;

    @TestFactory
    List<DynamicContainer> agreesWithTheReference() throws IOException {
        return GoldenSource.unrounded(converted).stream()
                .map(source -> DynamicContainer.dynamicContainer(
                        source.toString(), source.model().cases().stream().map(golden -> test(source, golden))))
                .toList();
    }

    private static DynamicTest test(GoldenSource source, GoldenCase golden) {
        return DynamicTest.dynamicTest(golden.toString(), () -> {
            try (DrivenModel loaded = DrivenModel.open(source.files(), source.kernels(), THREADS)) {
                GoldenRun run = new GoldenRun(loaded, golden);
                run.comparePlan();
                run.compareVision();
                run.compareText();
                int[] expected = golden.greedyIds();
                assertThat(run.greedy(expected.length)).as("greedy tokens").isEqualTo(expected);
            }
        });
    }
}
