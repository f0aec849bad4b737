package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.format.ModelFormat;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.model.LoadProgress;
import io.belvedere.engine.model.parts.Checkpoint;
import io.belvedere.engine.model.parts.TensorNaming;
import java.util.Optional;

/** The family's tensors under the names of either file layout. */
record Qwen25VlTensors(Checkpoint checkpoint, ModelFiles files) {
    private static final String VISUAL = "visual.";
    private static final String MODEL = "model.";
    private static final String LANGUAGE_MODEL = "model.language_model.";
    private static final String MODEL_VISUAL = "model.visual.";

    static Qwen25VlTensors of(ModelFiles files, Backend backend, LoadProgress progress) throws FormatException {
        TensorNaming naming = isGguf(files) ? TensorNaming.AS_STORED : Qwen25VlTensors::canonical;
        return new Qwen25VlTensors(new Checkpoint(files, backend, naming, progress), files);
    }

    private static boolean isGguf(ModelFiles files) {
        return files.metadata().format() == ModelFormat.GGUF;
    }

    private boolean gguf() {
        return isGguf(files);
    }

    /**
     * The newer name: published checkpoints say {@code visual.*} and {@code model.*}, those saved again by newer
     * releases of transformers {@code model.visual.*} and {@code model.language_model.*}. Other names stay.
     */
    static String canonical(String name) {
        if (name.startsWith(VISUAL)) {
            return MODEL + name;
        }
        boolean older = name.startsWith(MODEL) && !name.startsWith(LANGUAGE_MODEL) && !name.startsWith(MODEL_VISUAL);
        return older ? LANGUAGE_MODEL + name.substring(MODEL.length()) : name;
    }

    Tensor tokenEmbedding() throws FormatException {
        return checkpoint.tensor(gguf() ? "token_embd.weight" : "model.language_model.embed_tokens.weight");
    }

    /**
     * The output matrix; empty if the model shares it with the embedding.
     *
     * @throws FormatException if it has to be there and is not
     */
    Optional<Tensor> outputHead() throws FormatException {
        Optional<Tensor> head = checkpoint.find(gguf() ? "output.weight" : "lm_head.weight");
        String shared = "config.tie_word_embeddings";
        if (head.isEmpty() && !files.metadata().optionalFlag(shared).orElse(true)) {
            throw new FormatException(
                    files.path(), "has no tensor lm_head.weight, and " + shared + " is false: tensors are missing");
        }
        return head;
    }

    /** Name of the gain behind the last layer. */
    String finalNorm() {
        return gguf() ? "output_norm.weight" : "model.language_model.norm.weight";
    }

    /** Name of the gain that the merger norms each patch with. */
    String mergerNorm() {
        return gguf() ? "v.post_ln.weight" : "model.visual.merger.ln_q.weight";
    }

    /** The merger's linear layer 0 or 2 (1 is the activation between). */
    String mergerLinear(int index) {
        return (gguf() ? "mm." : "model.visual.merger.mlp.") + index;
    }

    String text(int layer, TextPart part) {
        return gguf()
                ? "blk." + layer + "." + part.gguf
                : "model.language_model.layers." + layer + "." + part.huggingFace;
    }

    String vision(int block, VisionPart part) {
        return gguf() ? "v.blk." + block + "." + part.gguf : "model.visual.blocks." + block + "." + part.huggingFace;
    }

    /** One third of a vision block's attention input: from its own matrix, or cut from the joint one. */
    Linear visionProjection(int block, VisionPart part, int hidden) throws FormatException {
        String joint = vision(block, VisionPart.QKV);
        if (checkpoint.find(joint + ".weight").isEmpty()) {
            return checkpoint.biasedLinear(vision(block, part), hidden, hidden);
        }
        int from = switch (part) {
            case QUERY -> 0;
            case KEY -> hidden;
            case VALUE -> 2 * hidden;
            default -> throw new IllegalArgumentException(part + " is no attention input");
        };
        Tensor bias = checkpoint.expect(checkpoint.tensor(joint + ".bias"), Shape.of(3 * hidden));
        return checkpoint.linear(
                checkpoint.matrix(joint, 3 * hidden, hidden).rows(from, hidden), bias.rows(from, hidden));
    }

    /**
     * The patch embedding for still pictures, whose two frames are equal: the sum of both frames' kernels, {@code
     * (hidden, channels * patch * patch)}. Files hold it as one (hidden, channels, 2, patch, patch) or as two tensors.
     */
    Linear patchEmbedding(int hidden, int channels, int patch) throws FormatException {
        int area = patch * patch;
        float[] sum;
        if (gguf()) {
            Shape shape = Shape.of(hidden, channels, patch, patch);
            sum = BlockFormat.decode(checkpoint.expect(checkpoint.tensor("v.patch_embd.weight"), shape));
            float[] second = BlockFormat.decode(checkpoint.expect(checkpoint.tensor("v.patch_embd.weight.1"), shape));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += second[i];
            }
        } else {
            Shape shape = Shape.of(hidden, channels, 2, patch, patch);
            float[] both = BlockFormat.decode(
                    checkpoint.expect(checkpoint.tensor("model.visual.patch_embed.proj.weight"), shape));
            sum = new float[both.length / 2];
            for (int i = 0; i < sum.length; i++) {
                int first = i / area * 2 * area + i % area;
                sum[i] = both[first] + both[first + area];
            }
        }
        return checkpoint.linear(
                Tensor.ofFloats("vision.patch_embedding", Shape.of(hidden, channels * area), sum), null);
    }
}
