package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.layers.CausalAttention;
import io.belvedere.engine.layers.DecoderLayer;
import io.belvedere.engine.layers.GatedMlp;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.RmsNorm;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.model.parts.TextDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Assembles the text decoder from a tensors.checkpoint(). */
record TextLoader(Qwen25VlTensors tensors, Backend backend, TextConfig config) {
    TextDecoder load() throws FormatException {
        Tensor table = tensors.tokenEmbedding();
        tensors.checkpoint().expect(table, Shape.of(table.shape().rows(), config.hidden()));
        Optional<Tensor> ownHead = tensors.outputHead();
        Weight embedding = ownHead.isPresent()
                ? tensors.checkpoint().prepareTable(table)
                : tensors.checkpoint().prepare(table);
        Rotary rotary = rotary();
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(i, rotary));
        }
        Weight finalGain = tensors.checkpoint().vector(tensors.finalNorm(), config.hidden());
        return new TextDecoder(
                backend,
                embedding,
                rotary,
                List.copyOf(layers),
                new RmsNorm(backend, finalGain, config.normEpsilon()),
                new Linear(backend, head(ownHead, table, embedding), null));
    }

    /**
     * Bytes that decoding a token reads: all that {@link #load} prepares, less the embedding (of which it takes one
     * row) if the output has a matrix of its own.
     */
    long decodeBytes() throws FormatException {
        long prepared = tensors.checkpoint().preparedBytes();
        return tensors.outputHead().isPresent()
                ? prepared - tensors.tokenEmbedding().byteSize()
                : prepared;
    }

    /** The output matrix, or the embedding's where the model ties them. */
    private Weight head(Optional<Tensor> own, Tensor table, Weight embedding) throws FormatException {
        return own.isPresent()
                ? tensors.checkpoint().prepare(tensors.checkpoint().expect(own.get(), table.shape()))
                : embedding;
    }

    private DecoderLayer layer(int index, Rotary rotary) throws FormatException {
        int hidden = config.hidden();
        int queries = config.heads() * config.headDim();
        int keys = config.kvHeads() * config.headDim();
        CausalAttention attention = new CausalAttention(
                backend,
                tensors.checkpoint().biasedLinear(tensors.text(index, TextPart.QUERY), queries, hidden),
                tensors.checkpoint().biasedLinear(tensors.text(index, TextPart.KEY), keys, hidden),
                tensors.checkpoint().biasedLinear(tensors.text(index, TextPart.VALUE), keys, hidden),
                tensors.checkpoint().linear(tensors.text(index, TextPart.OUTPUT), hidden, queries),
                rotary);
        String gate = tensors.text(index, TextPart.GATE);
        int inner = tensors.checkpoint().rows(gate);
        GatedMlp mlp = new GatedMlp(
                backend,
                tensors.checkpoint().linear(gate, inner, hidden),
                tensors.checkpoint().linear(tensors.text(index, TextPart.UP), inner, hidden),
                tensors.checkpoint().linear(tensors.text(index, TextPart.DOWN), hidden, inner));
        return new DecoderLayer(
                backend, norm(index, TextPart.ATTENTION_NORM), attention, norm(index, TextPart.MLP_NORM), mlp);
    }

    private RmsNorm norm(int index, TextPart part) throws FormatException {
        Weight gain = tensors.checkpoint().vector(tensors.text(index, part) + ".weight", config.hidden());
        return new RmsNorm(backend, gain, config.normEpsilon());
    }

    /** M-RoPE: runs of a head's frequencies turn with time, height and width. */
    private Rotary rotary() {
        float[] frequencies = Rotary.frequencies(config.ropeTheta(), config.headDim());
        int[] axes = new int[frequencies.length];
        int at = 0;
        for (int axis = 0; axis < config.ropeSections().length; axis++) {
            for (int i = 0; i < config.ropeSections()[axis]; i++) {
                axes[at++] = axis;
            }
        }
        return new Rotary(backend, frequencies, axes);
    }
}
