package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Weight;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.layers.GatedMlp;
import io.belvedere.engine.layers.RmsNorm;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.layers.SpanAttention;
import io.belvedere.engine.layers.VisionBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Assembles the vision encoder from a tensors.checkpoint(). */
record VisionLoader(Qwen25VlTensors tensors, Backend backend, VisionConfig config) {
    private static final int CHANNELS = 3;

    /** @param outputs the text decoder's hidden size */
    VisionEncoder load(int outputs) throws FormatException {
        int hidden = config.hidden();
        Rotary rotary = rotary();
        List<VisionBlock> blocks = new ArrayList<>();
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(block(i, rotary));
        }
        int merged = hidden * config.mergedPatches();
        PatchMerger merger = new PatchMerger(
                backend,
                new RmsNorm(
                        backend, tensors.checkpoint().vector(tensors.mergerNorm(), hidden), VisionConfig.NORM_EPSILON),
                tensors.checkpoint().biasedLinear(tensors.mergerLinear(0), merged, merged),
                tensors.checkpoint().biasedLinear(tensors.mergerLinear(2), outputs, merged));
        return new VisionEncoder(
                config,
                backend,
                tensors.patchEmbedding(hidden, CHANNELS, config.patchSize()),
                rotary,
                List.copyOf(blocks),
                merger);
    }

    private VisionBlock block(int index, Rotary rotary) throws FormatException {
        int hidden = config.hidden();
        SpanAttention attention = new SpanAttention(
                backend,
                config.heads(),
                tensors.visionProjection(index, VisionPart.QUERY, hidden),
                tensors.visionProjection(index, VisionPart.KEY, hidden),
                tensors.visionProjection(index, VisionPart.VALUE, hidden),
                tensors.checkpoint().biasedLinear(tensors.vision(index, VisionPart.OUTPUT), hidden, hidden),
                rotary);
        String gate = tensors.vision(index, VisionPart.GATE);
        int inner = tensors.checkpoint().rows(gate);
        GatedMlp mlp = new GatedMlp(
                backend,
                tensors.checkpoint().biasedLinear(gate, inner, hidden),
                tensors.checkpoint().biasedLinear(tensors.vision(index, VisionPart.UP), inner, hidden),
                tensors.checkpoint().biasedLinear(tensors.vision(index, VisionPart.DOWN), hidden, inner));
        return new VisionBlock(
                backend, norm(index, VisionPart.ATTENTION_NORM), attention, norm(index, VisionPart.MLP_NORM), mlp);
    }

    private RmsNorm norm(int index, VisionPart part) throws FormatException {
        Weight gain = tensors.checkpoint().vector(tensors.vision(index, part) + ".weight", config.hidden());
        return new RmsNorm(backend, gain, VisionConfig.NORM_EPSILON);
    }

    /**
     * The first half of a head's frequencies turns with the patch's row, the second with its column, both over the same
     * values.
     */
    private Rotary rotary() {
        int headDim = config.hidden() / config.heads();
        float[] perAxis = Rotary.frequencies(VisionConfig.ROPE_THETA, headDim / 2);
        float[] frequencies = Arrays.copyOf(perAxis, 2 * perAxis.length);
        System.arraycopy(perAxis, 0, frequencies, perAxis.length, perAxis.length);
        int[] axes = new int[frequencies.length];
        Arrays.fill(axes, perAxis.length, axes.length, 1);
        return new Rotary(backend, frequencies, axes);
    }
}
