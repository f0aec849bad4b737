package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.compute.quant.BlockFormat;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.model.LoadProgress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds the family's tensors under the names of either file layout, checks their shapes and prepares them. */
final class Checkpoint {
    private final ModelFiles files;
    private final Backend backend;
    private final LoadProgress progress;
    private final long allBytes;
    private final boolean gguf;
    private final AtomicLong preparedBytes = new AtomicLong();

    Checkpoint(ModelFiles files, Backend backend, LoadProgress progress) {
        this.files = files;
        this.backend = backend;
        this.progress = progress;
        this.allBytes = files.tensors().stream().mapToLong(Tensor::byteSize).sum();
        this.gguf = files.metadata().format() == ModelFormat.GGUF;
    }

    Weight prepare(Tensor tensor) {
        return counted(tensor, backend.prepare(tensor));
    }

    /** The same for a matrix that is only looked up. */
    Weight prepareTable(Tensor tensor) {
        return counted(tensor, backend.prepareTable(tensor));
    }

    private Weight counted(Tensor tensor, Weight weight) {
        progress.prepared(preparedBytes.addAndGet(tensor.byteSize()), allBytes);
        return weight;
    }

    /** Stored bytes of all that has been prepared. */
    long preparedBytes() {
        return preparedBytes.get();
    }

    Tensor tokenEmbedding() throws FormatException {
        return files.tensor(gguf ? "token_embd.weight" : "model.language_model.embed_tokens.weight");
    }

    /**
     * The output matrix; empty if the model shares it with the embedding.
     *
     * @throws FormatException if it has to be there and is not
     */
    Optional<Tensor> outputHead() throws FormatException {
        Optional<Tensor> head = files.find(gguf ? "output.weight" : "lm_head.weight");
        String shared = "config.tie_word_embeddings";
        if (head.isEmpty() && !files.metadata().optionalFlag(shared).orElse(true)) {
            throw new FormatException(
                    files.path(), "has no tensor lm_head.weight, and " + shared + " is false: tensors are missing");
        }
        return head;
    }

    /** Name of the gain behind the last layer. */
    String finalNorm() {
        return gguf ? "output_norm.weight" : "model.language_model.norm.weight";
    }

    /** Name of the gain that the merger norms each patch with. */
    String mergerNorm() {
        return gguf ? "v.post_ln.weight" : "model.visual.merger.ln_q.weight";
    }

    /** The merger's linear layer 0 or 2 (1 is the activation between). */
    String mergerLinear(int index) {
        return (gguf ? "mm." : "model.visual.merger.mlp.") + index;
    }

    String text(int layer, TextPart part) {
        return gguf
                ? "blk." + layer + "." + part.gguf
                : "model.language_model.layers." + layer + "." + part.huggingFace;
    }

    String vision(int block, VisionPart part) {
        return gguf ? "v.blk." + block + "." + part.gguf : "model.visual.blocks." + block + "." + part.huggingFace;
    }

    /** A prepared vector. */
    Weight vector(String name, int length) throws FormatException {
        return prepare(expect(files.tensor(name), Shape.of(length)));
    }

    /** Rows of the matrix {@code name.weight}: a layer's width, as the file has it. */
    int rows(String name) throws FormatException {
        return files.tensor(name + ".weight").shape().rows();
    }

    Linear linear(String name, int outputs, int inputs) throws FormatException {
        return new Linear(backend, prepare(matrix(name, outputs, inputs)), null);
    }

    Linear biasedLinear(String name, int outputs, int inputs) throws FormatException {
        return linear(matrix(name, outputs, inputs), expect(files.tensor(name + ".bias"), Shape.of(outputs)));
    }

    /** One third of a vision block's attention input: from its own matrix, or cut from the joint one. */
    Linear visionProjection(int block, VisionPart part, int hidden) throws FormatException {
        String joint = vision(block, VisionPart.QKV);
        if (files.find(joint + ".weight").isEmpty()) {
            return biasedLinear(vision(block, part), hidden, hidden);
        }
        int from = switch (part) {
            case QUERY -> 0;
            case KEY -> hidden;
            case VALUE -> 2 * hidden;
            default -> throw new IllegalArgumentException(part + " is no attention input");
        };
        Tensor bias = expect(files.tensor(joint + ".bias"), Shape.of(3 * hidden));
        return linear(matrix(joint, 3 * hidden, hidden).rows(from, hidden), bias.rows(from, hidden));
    }

    /**
     * The patch embedding for still pictures, whose two frames are equal: the sum of both frames' kernels, {@code (hidden, channels * patch *
     * patch)}. Files hold it as one (hidden, channels, 2, patch, patch) or as two tensors.
     */
    Linear patchEmbedding(int hidden, int channels, int patch) throws FormatException {
        int area = patch * patch;
        float[] sum;
        if (gguf) {
            Shape shape = Shape.of(hidden, channels, patch, patch);
            sum = BlockFormat.decode(expect(files.tensor("v.patch_embd.weight"), shape));
            float[] second = BlockFormat.decode(expect(files.tensor("v.patch_embd.weight.1"), shape));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += second[i];
            }
        } else {
            Shape shape = Shape.of(hidden, channels, 2, patch, patch);
            float[] both = BlockFormat.decode(expect(files.tensor("model.visual.patch_embed.proj.weight"), shape));
            sum = new float[both.length / 2];
            for (int i = 0; i < sum.length; i++) {
                int first = i / area * 2 * area + i % area;
                sum[i] = both[first] + both[first + area];
            }
        }
        return linear(Tensor.ofFloats("vision.patch_embedding", Shape.of(hidden, channels * area), sum), null);
    }

    Tensor expect(Tensor tensor, Shape shape) throws FormatException {
        if (!tensor.shape().equals(shape)) {
            throw new FormatException(
                    files.path(),
                    "tensor " + tensor.name() + " is " + tensor.shape() + ", the model's other numbers ask for " + shape
                            + ": these files do not belong together");
        }
        return tensor;
    }

    private Tensor matrix(String name, int outputs, int inputs) throws FormatException {
        return expect(files.tensor(name + ".weight"), Shape.of(outputs, inputs));
    }

    private Linear linear(Tensor matrix, @Nullable Tensor bias) {
        return new Linear(backend, prepare(matrix), bias == null ? null : prepare(bias));
    }
}
