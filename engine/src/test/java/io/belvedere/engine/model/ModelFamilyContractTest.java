package io.belvedere.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import io.belvedere.compute.KvType;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.Prompt.Piece;
import io.belvedere.engine.text.Prompt.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the engine relies on in every family. A row's result depends neither on what else is in its batch nor on how the
 * prompt was cut, bit for bit; and a plan has a place for each row that the encoder makes.
 */
@ParameterizedClass
@MethodSource("families")
class ModelFamilyContractTest {
    @Parameter
    private SmallFamily family;

    static List<SmallFamily> families() {
        return SmallFamilies.all();
    }

    @ParameterizedTest
    @CsvSource({"SCALAR, F16", "VECTOR, F32", "VECTOR, F16", "VECTOR, Q8_0", "AUTO, F16"})
    void aPromptInChunksIsThePromptAsAWhole(KernelSetting kernels, KvType kvType) throws Exception {
        try (DrivenModel driven = DrivenModel.open(family, kernels, kvType);
                Workspace workspace = driven.workspace(Trace.NONE)) {
            Encoded prompt = Encoded.of(driven, workspace, "What is this, and that?", 150, 100, 60, 140);
            float[] whole = prompt.firstLogits(driven, workspace);
            for (int chunk : new int[] {1, 7, 16, 33}) {
                int[] blocks = DrivenModel.blocks(prompt.length(), 40, -3); // somewhere else, and downwards
                float[] last = {};
                int from = 0;
                while (from < prompt.length()) {
                    int to = prompt.cut(from, from + chunk);
                    last = driven.forward(new ForwardBatch(List.of(prompt.slice(from, to, blocks, 1))), workspace);
                    from = to;
                }
                assertThat(last).as("chunks of " + chunk).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SCALAR, F16", "VECTOR, F32", "VECTOR, F16", "VECTOR, Q8_0", "AUTO, F16"})
    void twoSequencesInOneBatchAreEachAlone(KernelSetting kernels, KvType kvType) throws Exception {
        try (DrivenModel driven = DrivenModel.open(family, kernels, kvType);
                Workspace workspace = driven.workspace(Trace.NONE)) {
            Encoded one = Encoded.of(driven, workspace, "What is this?", 150, 100);
            Encoded two = Encoded.of(driven, workspace, "Compare them, please.", 70, 90, 200, 60);
            float[] alone = concat(one.firstLogits(driven, workspace), two.firstLogits(driven, workspace));

            int[] evenBlocks = DrivenModel.blocks(one.length(), 0, 2);
            int[] oddBlocks = DrivenModel.blocks(two.length(), 1, 2);
            int oneCut = one.cut(0, 20);
            int twoCut = two.cut(0, 25);
            ForwardBatch first =
                    new ForwardBatch(List.of(one.slice(0, oneCut, evenBlocks, 0), two.slice(0, twoCut, oddBlocks, 0)));
            driven.forward(first, workspace);
            ForwardBatch second = new ForwardBatch(List.of(
                    one.slice(oneCut, one.length(), evenBlocks, 1), two.slice(twoCut, two.length(), oddBlocks, 1)));
            assertThat(driven.forward(second, workspace)).isEqualTo(alone);
        }
    }

    @Test
    void thereIsAPlaceholderForEachRowOfTheFeatures() throws Exception {
        try (DrivenModel driven = DrivenModel.open(family, KernelSetting.AUTO, KvType.F16);
                Workspace workspace = driven.workspace(Trace.NONE)) {
            for (ImageSize size : List.of(
                    new ImageSize(28, 28),
                    new ImageSize(151, 100),
                    new ImageSize(31, 333),
                    new ImageSize(400, 60),
                    new ImageSize(230, 250))) {
                Encoded prompt = Encoded.of(driven, workspace, "?", size.width(), size.height());
                ImageFeatures features = prompt.features().getFirst();
                PromptPlan.Image image = prompt.plan().images().getFirst();
                assertThat(image.tokens()).as(size.toString()).isEqualTo(features.tokens());
                assertThat(features.values()).hasSize(features.levels() * features.tokens() * features.width());
                assertThat(image.patchBytes()).isPositive();
                assertThat(prompt.plan().imageTokens()).isEqualTo(features.tokens());
            }
        }
    }

    @Test
    void allPositionsHaveTheAxesOfTheModel() throws Exception {
        try (DrivenModel driven = DrivenModel.open(family, KernelSetting.AUTO, KvType.F16);
                Workspace workspace = driven.workspace(Trace.NONE)) {
            Encoded prompt = Encoded.of(driven, workspace, "Where?", 150, 100);
            int[][] beyond = prompt.plan().positions().of(prompt.length() - 1, prompt.length() + 2);
            assertThat(beyond).hasDimensions(driven.model.shape().positionAxes(), 3);
            for (int[] axis : beyond) {
                assertThat(axis[1]).isGreaterThan(axis[0]);
                assertThat(axis[2]).isEqualTo(axis[1] + 1);
            }
        }
    }

    private static float[] concat(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** A prompt whose images are encoded. */
    private record Encoded(PromptPlan plan, List<ImageFeatures> features) {
        /** @param sizes width and height of each image, which are before the text */
        static Encoded of(DrivenModel driven, Workspace workspace, String text, int... sizes) throws Exception {
            List<Rgb> images = new ArrayList<>();
            for (int i = 0; i < sizes.length; i += 2) {
                byte[] samples = new byte[3 * sizes[i] * sizes[i + 1]];
                new Random(i).nextBytes(samples);
                images.add(new Rgb(sizes[i], sizes[i + 1], samples));
            }
            Stream<Piece> shown = images.stream()
                    .map(image -> new Piece.Image(new ImageBytes(new byte[0]), PixelRange.ANY, Optional.empty()));
            List<Piece> pieces =
                    Stream.concat(shown, Stream.of(new Piece.Text(text))).toList();
            PromptPlan plan = driven.model.plan(
                    new Prompt(List.of(new Turn(Role.USER, pieces))),
                    images.stream()
                            .map(image -> new PictureSizing(image.size(), driven.model.pixels()))
                            .toList());
            List<ImageFeatures> features = new ArrayList<>();
            for (Rgb image : images) {
                features.add(driven.encode(image, workspace));
            }
            return new Encoded(plan, features);
        }

        int length() {
            return plan.tokens().length;
        }

        /**
         * The end of a slice from {@code from} that ends about at {@code to}: what must not be cut is left to the next,
         * or is all that it holds.
         */
        int cut(int from, int to) {
            for (PromptPlan.Image image : plan.images()) {
                for (PromptPlan.Span span : image.spans()) {
                    if (span.whole() && span.start() < to && to < span.end()) {
                        return span.start() > from ? span.start() : span.end();
                    }
                }
            }
            return Math.min(length(), to);
        }

        ForwardBatch.Slice slice(int from, int to, int[] blocks, int logitRows) {
            return DrivenModel.slice(plan, features, plan.tokens(), from, to, blocks, logitRows);
        }

        float[] firstLogits(DrivenModel driven, Workspace workspace) {
            int[] blocks = DrivenModel.blocks(length(), 0, 1);
            return driven.forward(new ForwardBatch(List.of(slice(0, length(), blocks, 1))), workspace);
        }
    }
}
