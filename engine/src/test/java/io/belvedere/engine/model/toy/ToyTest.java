package io.belvedere.engine.model.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.DrivenModel;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.PromptPlan.Span;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.Prompt.Piece;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the toy has what the contract's tests are to be tried on. */
class ToyTest {
    private static final Rgb IMAGE = noise();

    private DrivenModel driven;
    private Workspace workspace;
    private PromptPlan plan;

    @BeforeEach
    void open() throws Exception {
        driven = DrivenModel.open(new Toy(), KernelSetting.SCALAR, KvType.F32);
        workspace = driven.workspace(Trace.NONE);
        Piece image = new Piece.Image(new ImageBytes(new byte[0]), PixelRange.ANY, Optional.empty());
        plan = driven.model.plan(
                new Prompt(List.of(new Prompt.Turn(Role.USER, List.of(image, new Piece.Text("?"))))),
                List.of(new PictureSizing(IMAGE.size(), driven.model.pixels())));
    }

    @AfterEach
    void close() throws Exception {
        workspace.close();
        driven.close();
    }

    private static Rgb noise() {
        byte[] samples = new byte[3 * 140 * 70];
        new Random(1).nextBytes(samples);
        return new Rgb(140, 70, samples);
    }

    @Test
    void anImageIsTilesWithTextBetweenThemAndTheWholeOfItLast() {
        PromptPlan.Image image = plan.images().getFirst();
        assertThat(image.shown()).isEqualTo(new ImageSize(128, 64));
        assertThat(image.spans())
                .containsExactly(new Span(6, 6, 6, true), new Span(17, 6, 12, true), new Span(24, 6, 0, true));
        assertThat(plan.positions().ofPrompt()).hasNumberOfRows(1);
    }

    @Test
    void bothLevelsReachTheLogitsEachRowInItsPlace() throws Exception {
        ImageFeatures features = driven.encode(IMAGE, workspace);
        assertThat(features.levels()).isEqualTo(2);
        float[] logits = logits(features);
        int level = features.tokens() * features.width();
        for (int changed : new int[] {0, level - 1, level, 2 * level - 1}) {
            float[] values = features.values().clone();
            values[changed] += 1;
            assertThat(logits(new ImageFeatures(features.tokens(), features.width(), 2, values)))
                    .as("value " + changed)
                    .isNotEqualTo(logits);
        }
        float[] level0 = Arrays.copyOf(features.values(), level);
        assertThat(logits(new ImageFeatures(features.tokens(), features.width(), 1, level0)))
                .isNotEqualTo(logits);
        float[] nothingMore = Arrays.copyOf(level0, 2 * level);
        assertThat(logits(new ImageFeatures(features.tokens(), features.width(), 2, nothingMore)))
                .isEqualTo(logits(new ImageFeatures(features.tokens(), features.width(), 1, level0)));
    }

    private float[] logits(ImageFeatures features) {
        int length = plan.tokens().length;
        int[] blocks = DrivenModel.blocks(length, 0, 1);
        return driven.forward(plan, List.of(features), plan.tokens(), 0, length, blocks, 1, workspace);
    }

    @Test
    void aTileThatIsCutIsNoticed() throws Exception {
        List<ImageFeatures> features = List.of(driven.encode(IMAGE, workspace));
        int[] blocks = DrivenModel.blocks(plan.tokens().length, 0, 1);
        ForwardBatch.Slice cut = DrivenModel.slice(plan, features, plan.tokens(), 0, 8, blocks, 0);
        assertThatThrownBy(() -> driven.forward(new ForwardBatch(List.of(cut)), workspace))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a part of a tile: rows 6 to 8");
    }
}
