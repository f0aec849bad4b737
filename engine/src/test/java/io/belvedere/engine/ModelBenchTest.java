package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.LoadProgress;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelBenchTest {
    private static final GoldenModel MODEL = Golden.set().models("qwen2_5_vl").getFirst();
    private static ModelBench bench;

    @BeforeAll
    static void open() throws IOException {
        bench = ModelBench.open(MODEL.folder(), null, TinyEngine.options().build());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void everyStageRunsAsOftenAsOneLikes() throws Exception {
        for (ModelBench.Stage stage : List.of(
                bench.encode(bench.patches(new ImageSize(56, 84))),
                bench.prefill(70),
                bench.decode(1, 5),
                bench.decode(3, 40))) {
            try (stage) {
                assertThat(stage.run()).isPositive();
                assertThat(stage.run()).isPositive();
            }
        }
    }

    @Test
    void aPictureOfNoiseIsTheSameEachTime() throws Exception {
        ImageSize size = new ImageSize(56, 56);
        assertThat(bench.patches(size)).usingRecursiveComparison().isEqualTo(bench.patches(size));
        assertThat(bench.patches(size).rows()).isPositive();
        assertThatThrownBy(() -> bench.patches(new ImageSize(10_000, 2))).isInstanceOf(ImageException.class);
    }

    /**
     * The tiny model's output matrix is the embedding, or its own; either way it is read, and the vision part is not.
     */
    @Test
    void aDecodingStepReadsTheTextModelAlone() {
        assertThat(bench.decodeBytes()).isPositive().isLessThan(bench.fileBytes());
        assertThat(bench.takesPictures()).isTrue();
        assertThat(bench.loadSeconds()).isPositive();
    }

    @Test
    void loadingTellsHowFarItHasCome() throws Exception {
        List<Long> told = new CopyOnWriteArrayList<>();
        List<Long> totals = new CopyOnWriteArrayList<>();
        LoadProgress progress = (prepared, all) -> {
            told.add(prepared);
            totals.add(all);
        };
        EngineOptions options = TinyEngine.options()
                .load(new LoadOptions(LoadOptions.DEFAULTS.maxImageTokens(), progress))
                .build();
        ModelBench.open(MODEL.folder(), null, options).close();
        assertThat(told).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(totals).containsOnly(totals.getFirst());
        assertThat(Collections.max(told)).isBetween(totals.getFirst() / 2, totals.getFirst());
    }

    @Test
    void aSequenceFitsTheContext() {
        int context = bench.contextTokens();
        assertThatThrownBy(() -> bench.prefill(context + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(context));
        assertThatThrownBy(() -> bench.prefill(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bench.decode(2, context)).isInstanceOf(IllegalArgumentException.class);
    }
}
