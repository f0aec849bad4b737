package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import io.belvedere.engine.format.GgufWriter;
import io.belvedere.engine.format.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes a Hugging Face folder's model as a GGUF pair in F32, for golden sets that bring none. */
final class GgufConversion {
    private final ModelFiles files;
    private final Qwen25VlConfig config;
    private final VisionConfig vision;

    private GgufConversion(ModelFiles files) throws IOException {
        this.files = files;
        this.config = Qwen25VlConfig.of(files);
        this.vision = config.vision().orElseThrow();
    }

    /**
     * The text model's file in {@code target}, its mmproj beside it; empty if GGUF can't say which blocks attend fully.
     */
    static Optional<Path> write(Path folder, Path target) throws IOException {
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            GgufConversion conversion = new GgufConversion(files);
            int pattern = conversion.fullAttentionPattern();
            if (pattern == 0) {
                return Optional.empty();
            }
            conversion.mmproj(pattern).write(target.resolve("mmproj-f32.gguf"));
            return Optional.of(conversion.text().write(target.resolve(folder.getFileName() + "-f32.gguf")));
        }
    }

    /** n, if every n-th block attends to the whole picture; else 0. */
    private int fullAttentionPattern() {
        return IntStream.rangeClosed(1, vision.depth())
                .filter(n -> IntStream.range(0, vision.depth())
                        .allMatch(block -> vision.fullAttentionBlocks().contains(block) == ((block + 1) % n == 0)))
                .findFirst()
                .orElse(0);
    }

    private GgufWriter text() throws IOException {
        TextConfig text = config.text();
        GgufWriter out = new GgufWriter()
                .text("general.architecture", "qwen2vl")
                .number("qwen2vl.block_count", GgufWriter.U32, text.layers())
                .number("qwen2vl.context_length", GgufWriter.U32, text.contextTokens())
                .number("qwen2vl.embedding_length", GgufWriter.U32, text.hidden())
                .number("qwen2vl.attention.head_count", GgufWriter.U32, text.heads())
                .number("qwen2vl.attention.head_count_kv", GgufWriter.U32, text.kvHeads())
                .real("qwen2vl.attention.layer_norm_rms_epsilon", text.normEpsilon())
                .real("qwen2vl.rope.freq_base", (float) text.ropeTheta())
                .numbers("qwen2vl.rope.dimension_sections", GgufWriter.S32, sections(text));
        GgufTokenizer.write(files.document("tokenizer.json").orElseThrow(), out);
        copy("model.language_model.embed_tokens.weight", "token_embd.weight", out);
        copy("model.language_model.norm.weight", "output_norm.weight", out);
        if (find("lm_head.weight").isPresent()) {
            copy("lm_head.weight", "output.weight", out);
        }
        for (int layer = 0; layer < text.layers(); layer++) {
            for (TextPart part : TextPart.values()) {
                String from = "model.language_model.layers." + layer + "." + part.huggingFace;
                copyWithBias(from, "blk." + layer + "." + part.gguf, out);
            }
        }
        return out;
    }

    private static long[] sections(TextConfig text) {
        return Arrays.stream(Arrays.copyOf(text.ropeSections(), 4))
                .asLongStream()
                .toArray();
    }

    private GgufWriter mmproj(int pattern) throws IOException {
        GgufWriter out = new GgufWriter()
                .text("general.architecture", "clip")
                .text("general.type", "mmproj")
                .text("clip.projector_type", "qwen2.5vl_merger")
                .number("clip.vision.block_count", GgufWriter.U32, vision.depth())
                .number("clip.vision.embedding_length", GgufWriter.U32, vision.hidden())
                .number("clip.vision.attention.head_count", GgufWriter.U32, vision.heads())
                .number("clip.vision.patch_size", GgufWriter.U32, vision.patchSize())
                .number("clip.vision.window_size", GgufWriter.U32, vision.windowSize())
                .number("clip.vision.n_wa_pattern", GgufWriter.U32, pattern)
                .value(
                        "clip.vision.image_mean",
                        GgufWriter.ARRAY,
                        floats(config.pictures().mean()))
                .value(
                        "clip.vision.image_std",
                        GgufWriter.ARRAY,
                        floats(config.pictures().deviation()));
        patchEmbedding(out);
        for (int block = 0; block < vision.depth(); block++) {
            for (VisionPart part : VisionPart.values()) {
                if (!part.huggingFace.isEmpty()) {
                    String from = "model.visual.blocks." + block + "." + part.huggingFace;
                    copyWithBias(from, "v.blk." + block + "." + part.gguf, out);
                }
            }
        }
        copy("model.visual.merger.ln_q.weight", "v.post_ln.weight", out);
        copyWithBias("model.visual.merger.mlp.0", "mm.0", out);
        copyWithBias("model.visual.merger.mlp.2", "mm.2", out);
        return out;
    }

    /** One kernel of (hidden, channels, 2, patch, patch) becomes one for each of the two frames. */
    private void patchEmbedding(GgufWriter out) throws IOException {
        float[] both =
                BlockFormat.decode(find("model.visual.patch_embed.proj.weight").orElseThrow());
        int side = vision.patchSize();
        int area = side * side;
        for (int frame = 0; frame < 2; frame++) {
            float[] one = new float[both.length / 2];
            for (int i = 0; i < one.length; i++) {
                one[i] = both[(i / area * 2 + frame) * area + i % area];
            }
            String name = "v.patch_embd.weight" + (frame == 0 ? "" : ".1");
            out.tensor(name, new int[] {vision.hidden(), 3, side, side}, one);
        }
    }

    private void copyWithBias(String from, String to, GgufWriter out) throws IOException {
        copy(from + ".weight", to + ".weight", out);
        if (find(from + ".bias").isPresent()) {
            copy(from + ".bias", to + ".bias", out);
        }
    }

    private void copy(String from, String to, GgufWriter out) throws IOException {
        Tensor tensor = find(from).orElseThrow();
        int[] extents = IntStream.range(0, tensor.shape().rank())
                .map(tensor.shape()::extent)
                .toArray();
        out.tensor(to, extents, BlockFormat.decode(tensor));
    }

    /** A tensor by the newer of two layouts' names. */
    private Optional<Tensor> find(String name) {
        return files.tensors().stream()
                .filter(tensor -> Qwen25VlTensors.canonical(tensor.name()).equals(name))
                .findFirst();
    }

    private static byte[] floats(float[] values) {
        byte[][] elements = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            elements[i] = GgufWriter.number(GgufWriter.F32, Float.floatToIntBits(values[i]));
        }
        return GgufWriter.array(GgufWriter.F32, elements);
    }
}
