package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.Message;
import io.belvedere.compute.Trace;
import io.belvedere.compute.Workspace;
import io.belvedere.engine.golden.Difference;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenChat;
import io.belvedere.engine.golden.GoldenTensors;
import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageLimits;
import io.belvedere.engine.image.Rgb;
import io.belvedere.engine.model.DrivenModel;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.PictureSizing;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.StageRecorder;
import io.belvedere.engine.text.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One golden case, computed stage by stage and compared as it goes, so that the first stage that diverges is the one
 * named.
 */
final class GoldenRun {
    /** As the reference's image processor does, transparency is dropped. */
    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP);

    private final DrivenModel loaded;
    private final GoldenCase golden;
    private final List<Rgb> pictures;
    private final PromptPlan plan;
    private final List<ImageFeatures> features = new ArrayList<>();

    GoldenRun(DrivenModel loaded, GoldenCase golden) throws IOException, ChatException, ImageException {
        this.loaded = loaded;
        this.golden = golden;
        this.pictures = new ArrayList<>();
        for (Path image : golden.images()) {
            pictures.add(DECODER.decode(new ImageBytes(Files.readAllBytes(image))));
        }
        List<Message> messages = GoldenChat.messages(golden);
        this.plan = loaded.model.plan(
                Prompt.of(messages),
                pictures.stream()
                        .map(picture -> new PictureSizing(picture.size(), loaded.model.pixels()))
                        .toList());
    }

    PromptPlan plan() {
        return plan;
    }

    List<ImageFeatures> features() {
        return features;
    }

    /** Tokens, positions and the first generated position are the reference's. */
    void comparePlan() {
        assertThat(plan.tokens()).as("tokens").isEqualTo(golden.inputIds());
        assertThat(plan.positions().ofPrompt()).as("positions").isDeepEqualTo(golden.positionIds());
        int delta = golden.json().path("rope_delta").intValue();
        assertThat(plan.positions().next()).as("next position").isEqualTo(plan.tokens().length + delta);
    }

    void encode(Workspace workspace) throws ImageException {
        for (Rgb picture : pictures) {
            features.add(loaded.encode(picture, workspace));
        }
    }

    /**
     * Every stage of the vision encoder for each picture; the reference's rows are in patch order, picture after
     * picture.
     */
    void compareVision() throws ImageException {
        GoldenTensors expected = pictures.isEmpty() ? null : golden.tensors();
        int[] order =
                pictures.isEmpty() ? new int[0] : GoldenCase.ints(golden.json().path("window_index"));
        int cell = 0;
        for (Rgb picture : pictures) {
            StageRecorder recorder = loaded.recorder();
            try (Workspace workspace = loaded.workspace(recorder)) {
                features.add(loaded.encode(picture, workspace));
            }
            requireStages(recorder, expected, "vision.");
            int cells = features.getLast().tokens();
            int[] windows = Arrays.copyOfRange(order, cell, cell + cells);
            for (Map.Entry<String, float[]> stage : recorder.stages().entrySet()) {
                float[] reference = expected.floats(stage.getKey());
                int width = expected.shape(stage.getKey())[1];
                boolean merged = stage.getKey().equals("vision.merger");
                int perCell = merged ? 1 : 4;
                float[] part = Arrays.copyOfRange(reference, cell * perCell * width, (cell + cells) * perCell * width);
                float[] inOrder = merged ? part : windowOrder(part, windows, cell, perCell * width);
                Difference.between(stage.getKey(), stage.getValue(), inOrder).assertWithin(Difference.VISION);
            }
            cell += cells;
        }
    }

    /** Only stages that the model reports are compared: it must report all that the reference has. */
    private static void requireStages(StageRecorder recorder, GoldenTensors expected, String prefix) {
        List<String> stages = expected.names().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        assertThat(recorder.stages().keySet()).isNotEmpty().containsAll(stages);
    }

    private static float[] windowOrder(float[] raster, int[] windows, int firstCell, int cellWidth) {
        float[] ordered = new float[raster.length];
        for (int i = 0; i < windows.length; i++) {
            System.arraycopy(raster, (windows[i] - firstCell) * cellWidth, ordered, i * cellWidth, cellWidth);
        }
        return ordered;
    }

    /** Every stage of the decoder over the whole prompt, and the logits. */
    void compareText() {
        int tokens = plan.tokens().length;
        StageRecorder recorder = loaded.recorder();
        float[] logits;
        try (Workspace workspace = loaded.workspace(recorder)) {
            int[] blocks = DrivenModel.blocks(tokens, 0, 1);
            logits = loaded.forward(plan, features, plan.tokens(), 0, tokens, blocks, tokens, workspace);
        }
        GoldenTensors expected = golden.tensors();
        requireStages(recorder, expected, "text.");
        recorder.stages().forEach((stage, values) -> compareRows(stage, values, expected, "text_positions"));
        compareRows("logits", logits, expected, "logits_positions");
    }

    private void compareRows(String stage, float[] values, GoldenTensors expected, String positionsKey) {
        float[] reference = expected.floats(stage);
        int width = expected.shape(stage)[1];
        float[] rows = values;
        if (golden.json().has(positionsKey)) {
            int[] positions = GoldenCase.ints(golden.json().path(positionsKey));
            rows = new float[positions.length * width];
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(values, positions[i] * width, rows, i * width, width);
            }
        }
        Difference.between(stage, rows, reference).assertWithin(Difference.allowed(stage));
    }

    /** The most probable token, as often as the reference did it. Needs the features. */
    int[] greedy(int count) {
        int prompt = plan.tokens().length;
        int[] tokens = Arrays.copyOf(plan.tokens(), prompt + count);
        int[] blocks = DrivenModel.blocks(tokens.length, 0, 1);
        try (Workspace workspace = loaded.workspace(Trace.NONE)) {
            float[] logits = loaded.forward(plan, features, tokens, 0, prompt, blocks, 1, workspace);
            for (int i = 0; i < count; i++) {
                tokens[prompt + i] = highest(logits);
                if (i + 1 < count) {
                    logits = loaded.forward(plan, features, tokens, prompt + i, prompt + i + 1, blocks, 1, workspace);
                }
            }
        }
        return Arrays.copyOfRange(tokens, prompt, prompt + count);
    }

    /** Logits behind the prompt. Needs the features. */
    float[] firstLogits() {
        int prompt = plan.tokens().length;
        try (Workspace workspace = loaded.workspace(Trace.NONE)) {
            int[] blocks = DrivenModel.blocks(prompt, 0, 1);
            return loaded.forward(plan, features, plan.tokens(), 0, prompt, blocks, 1, workspace);
        }
    }

    private static int highest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
