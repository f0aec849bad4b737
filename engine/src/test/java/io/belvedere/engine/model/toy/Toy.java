package io.belvedere.engine.model.toy;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.engine.layers.CausalAttention;
import io.belvedere.engine.layers.DecoderLayer;
import io.belvedere.engine.layers.GatedMlp;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.layers.RmsNorm;
import io.belvedere.engine.layers.Rotary;
import io.belvedere.engine.model.SmallFamily;
import io.belvedere.engine.model.parts.TextDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A family unlike the first in all that the contract with a model leaves open: an image is several tiles with text
 * between them, whose tokens must not be cut apart; its features have two levels; a token has one position. Its weights
 * are seeded noise.
 */
public final class Toy implements SmallFamily {
    private static final int HIDDEN = 32;
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int HEAD_DIM = 8;
    private static final int INNER = 48;
    private static final int LAYERS = 3;
    private static final float EPSILON = 1e-6f;

    @Override
    public Opened open(Backend backend) {
        return new Opened(new Weights(backend).model(), () -> {});
    }

    @Override
    public String toString() {
        return "Toy";
    }

    /** Noise, the same each time. */
    private record Weights(Backend backend, Random random) {
        Weights(Backend backend) {
            this(backend, new Random(7));
        }

        ToyModel model() {
            Weight embedding = matrix(ToyPrompt.VOCABULARY.size(), HIDDEN);
            Rotary rotary = new Rotary(backend, Rotary.frequencies(10_000, HEAD_DIM), new int[HEAD_DIM / 2]);
            List<DecoderLayer> layers =
                    Stream.generate(() -> layer(rotary)).limit(LAYERS).toList();
            Linear head = linear(ToyPrompt.VOCABULARY.size(), HIDDEN);
            return new ToyModel(
                    new TextDecoder(backend, embedding, rotary, layers, norm(), head),
                    new ToyEncoder(backend, linear(HIDDEN, ToyPatches.CHANNELS), linear(HIDDEN, HIDDEN)),
                    KV_HEADS,
                    HEAD_DIM);
        }

        private DecoderLayer layer(Rotary rotary) {
            CausalAttention attention = new CausalAttention(
                    backend,
                    linear(HEADS * HEAD_DIM, HIDDEN),
                    linear(KV_HEADS * HEAD_DIM, HIDDEN),
                    linear(KV_HEADS * HEAD_DIM, HIDDEN),
                    linear(HIDDEN, HEADS * HEAD_DIM),
                    rotary);
            GatedMlp mlp = new GatedMlp(backend, linear(INNER, HIDDEN), linear(INNER, HIDDEN), linear(HIDDEN, INNER));
            return new DecoderLayer(backend, norm(), attention, norm(), mlp);
        }

        private RmsNorm norm() {
            float[] ones = new float[HIDDEN];
            Arrays.fill(ones, 1);
            return new RmsNorm(backend, backend.prepare(Tensor.ofFloats("gain", Shape.of(HIDDEN), ones)), EPSILON);
        }

        private Linear linear(int outputs, int inputs) {
            return new Linear(backend, matrix(outputs, inputs), null);
        }

        private Weight matrix(int rows, int columns) {
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 2 / Math.sqrt(columns));
            }
            return backend.prepare(Tensor.ofFloats("noise", Shape.of(rows, columns), values));
        }
    }
}
