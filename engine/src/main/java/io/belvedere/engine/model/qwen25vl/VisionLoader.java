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

/** Assembles the vision encoder from a checkpoint. */
record VisionLoader(Checkpoint checkpoint, Backend backend, VisionConfig config) {
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
                new RmsNorm(backend, checkpoint.vector(checkpoint.mergerNorm(), hidden), VisionConfig.NORM_EPSILON),
                checkpoint.biasedLinear(checkpoint.mergerLinear(0), merged, merged),
                checkpoint.biasedLinear(checkpoint.mergerLinear(2), outputs, merged));
        return new VisionEncoder(
                config,
                backend,
                checkpoint.patchEmbedding(hidden, CHANNELS, config.patchSize()),
                rotary,
                List.copyOf(blocks),
                merger);
    }

    private VisionBlock block(int index, Rotary rotary) throws FormatException {
        int hidden = config.hidden();
        SpanAttention attention = new SpanAttention(
                backend,
                config.heads(),
                checkpoint.visionProjection(index, VisionPart.QUERY, hidden),
                checkpoint.visionProjection(index, VisionPart.KEY, hidden),
                checkpoint.visionProjection(index, VisionPart.VALUE, hidden),
                checkpoint.biasedLinear(checkpoint.vision(index, VisionPart.OUTPUT), hidden, hidden),
                rotary);
        String gate = checkpoint.vision(index, VisionPart.GATE);
        int inner = checkpoint.rows(gate);
        GatedMlp mlp = new GatedMlp(
                backend,
                checkpoint.biasedLinear(gate, inner, hidden),
                checkpoint.biasedLinear(checkpoint.vision(index, VisionPart.UP), inner, hidden),
                checkpoint.biasedLinear(checkpoint.vision(index, VisionPart.DOWN), hidden, inner));
        return new VisionBlock(
                backend, norm(index, VisionPart.ATTENTION_NORM), attention, norm(index, VisionPart.MLP_NORM), mlp);
    }

    private RmsNorm norm(int index, VisionPart part) throws FormatException {
        Weight gain = checkpoint.vector(checkpoint.vision(index, part) + ".weight", config.hidden());
        return new RmsNorm(backend, gain, VisionConfig.NORM_EPSILON);
    }

    /** The first half of a head's frequencies turns with the patch's row, the second with its column, both over the same values. */
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
