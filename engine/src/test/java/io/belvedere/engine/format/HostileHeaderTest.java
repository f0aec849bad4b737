package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thousands of damaged headers of each format, from a seeded generator. Reading one either gives tensors that lie
 * inside the file or a {@link FormatException}; never another exception, and never an allocation out of proportion.
 */
class HostileHeaderTest {
    private static final int CASES = 25_000;
    /** First cases, in which classes are loaded. */
    private static final int WARM_UP = 200;

    private static final long BYTES_ALLOCATED_AT_MOST = 4 << 20;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @FunctionalInterface
    private interface Reader {
        List<Tensor> read(byte[] file) throws FormatException;
    }

    @FunctionalInterface
    private interface Generator {
        byte[] next(Mutator mutator, SplittableRandom random);
    }

    @Test
    void damagedGguf() {
        byte[] whole = new GgufWriter()
                .text("general.architecture", "qwen2vl")
                .number("general.alignment", GgufWriter.U32, 32)
                .texts("tokenizer.ggml.tokens", "a", "b", "c")
                .numbers("tokenizer.ggml.token_type", GgufWriter.S32, 1, 1, 3)
                .value(
                        "rows",
                        GgufWriter.ARRAY,
                        GgufWriter.array(GgufWriter.ARRAY, GgufWriter.array(GgufWriter.BOOL, new byte[] {1})))
                .real("qwen2vl.rope.freq_base", 1e6f)
                .number("split.count", GgufWriter.U16, 0)
                .flag("flag", true)
                .tensor("token_embd.weight", 8, new int[] {3, 32}, new byte[102])
                .tensor("output_norm.weight", new int[] {2}, 1, 2)
                .tensor("blk.0.ffn_up.weight", 12, new int[] {1, 256}, new byte[144])
                .bytes();
        int header = whole.length - 128 - 32 - 144;
        hammer((mutator, random) -> mutator.mutate(whole, header), HostileHeaderTest::readGguf);
    }

    @Test
    void damagedSafetensors() {
        byte[] whole = safetensors().bytes();
        int header = 8 + safetensors().header().length();
        hammer((mutator, random) -> mutator.mutate(whole, header), HostileHeaderTest::readSafetensors);
    }

    /** As before, but the header's length is put right, so that the damage reaches the JSON reader. */
    @Test
    void damagedSafetensorsJson() {
        byte[] json = safetensors().header().getBytes(StandardCharsets.UTF_8);
        hammer(
                (mutator, random) -> SafetensorsWriter.bytes(
                        mutator.mutate(json, json.length), safetensors().data()),
                HostileHeaderTest::readSafetensors);
    }

    /** Valid JSON with wrong parts: other numbers, types, names and values. */
    @Test
    void rewrittenSafetensorsJson() {
        String json = safetensors().header();
        hammer(
                (mutator, random) -> SafetensorsWriter.bytes(
                        rewrite(json, mutator, random).getBytes(StandardCharsets.UTF_8),
                        safetensors().data()),
                HostileHeaderTest::readSafetensors);
    }

    @Test
    void damagedConfig() {
        byte[] json = """
                {"model_type": "x", "text_config": {"hidden_size": 12, "eps": 1e-6, "sections": [1, 2, 3]}, "list": [{"a": null}, [true, false], 3], "s": "\\u00e9"}
                """.getBytes(StandardCharsets.UTF_8);
        hammer((mutator, random) -> mutator.mutate(json, json.length), file -> {
            ModelMetadata metadata = JsonMetadata.of("config", Path.of("config.json"), file, FormatLimits.DEFAULTS);
            readLists(metadata);
            return List.of();
        });
    }

    private static SafetensorsWriter safetensors() {
        return new SafetensorsWriter()
                .entry("\"__metadata__\":{\"format\":\"pt\"}")
                .tensor("model.norm.weight", "BF16", new int[] {4}, new byte[8])
                .tensor("lm_head.weight", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
                .tensor("visual.bias", "F16", new int[] {1, 1, 2}, new byte[4]);
    }

    private static String rewrite(String json, Mutator mutator, SplittableRandom random) {
        String[] tokens = json.split("(?<=[\\[\\]{},:])|(?=[\\[\\]{},:])");
        String[] others = {
            "null", "true", "[]", "{}", "\"F32\"", "\"I64\"", "1.5", "1e999", "\"shape\"", "[0,8]", "-0", "\"\\ud800\""
        };
        for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(tokens.length);
            if (Character.isDigit(tokens[at].charAt(0))) {
                tokens[at] = Long.toString(random.nextBoolean() ? mutator.tellingNumber() : random.nextInt(50));
            } else if (random.nextInt(3) == 0) {
                tokens[at] = others[random.nextInt(others.length)];
            } else {
                tokens[at] = tokens[random.nextInt(tokens.length)];
            }
        }
        return String.join("", tokens);
    }

    private static void hammer(Generator generator, Reader reader) {
        SplittableRandom random = new SplittableRandom(20_261_122);
        Mutator mutator = new Mutator(random);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] file = generator.next(mutator, random);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                for (Tensor tensor : reader.read(file)) {
                    assertThat(tensor.bytes().byteSize()).isLessThanOrEqualTo(file.length);
                }
                accepted++;
            } catch (FormatException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + ": " + HexFormat.of().formatHex(file), e);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertThat(i < WARM_UP ? 0 : allocated)
                    .as("bytes allocated in case %d", i)
                    .isLessThan(BYTES_ALLOCATED_AT_MOST);
        }
        assertThat(refused).as("refused").isGreaterThan(CASES / 4);
        assertThat(accepted).as("accepted: damage that does not show").isPositive();
    }

    private static List<Tensor> readGguf(byte[] bytes) throws FormatException {
        GgufFile file = GgufReader.read(
                Path.of("hostile.gguf"), StoredBytes.of(MemorySegment.ofArray(bytes)), FormatLimits.DEFAULTS);
        readLists(file.metadata());
        return file.tensors();
    }

    private static List<Tensor> readSafetensors(byte[] bytes) throws FormatException {
        return SafetensorsReader.read(
                        Path.of("hostile.safetensors"),
                        StoredBytes.of(MemorySegment.ofArray(bytes)),
                        FormatLimits.DEFAULTS)
                .tensors();
    }

    private static void readLists(ModelMetadata metadata) throws FormatException {
        for (String key : metadata.keys()) {
            if (metadata.value(key) instanceof MetadataValue.Items items) {
                assertThat(items.first(items.size())).hasSize(items.size());
            }
        }
    }
}
