package io.belvedere.engine.model.qwen25vl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.Backend;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.image.ImageException;
import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.VisionLanguageModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders as transformers 4 and 5 save them. The files in {@code transformers-5} are what transformers 5.12.1 wrote of
 * the golden model; the limits in the table are those of its {@code AutoImageProcessor} on the same files.
 */
class SavedByTransformersTest {
    private static final Path MODEL = Golden.set().models(GoldenSource.TYPE).stream()
            .map(GoldenModel::folder)
            .filter(folder -> folder.endsWith("tiny-qwen25vl-b"))
            .findFirst()
            .orElseThrow();

    private static final Path SAVED = Path.of("src", "test", "resources", "transformers-5");

    /** 1240 x 1754 pixels: a page of A4 at 150 dots an inch. */
    private static final ImageSize PAGE = new ImageSize(1240, 1754);

    @TempDir
    private Path folder;

    @BeforeEach
    void copyAllButWhatSaysHowPicturesArePrepared() throws IOException {
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.delete(folder.resolve("preprocessor_config.json"));
    }

    @Test
    void aFolderSavedByTransformers5IsReadFromItsOwnFiles() throws IOException, ImageException {
        for (String name : new String[] {"config.json", "processor_config.json", "generation_config.json"}) {
            Files.deleteIfExists(folder.resolve(name));
            Files.copy(SAVED.resolve(name), folder.resolve(name));
        }
        VisionLanguageModel model = load();
        assertThat(model.pixels().min()).isEqualTo(12_544);
        assertThat(model.pixels().max()).isEqualTo(200_704);
        assertThat(model.shape().contextTokens()).isEqualTo(32_768);
        assertThat(model.defaults().repetitionPenalty()).isEqualTo(1.05);
        assertThat(model.defaults().stopTokens()).containsExactlyInAnyOrder(470, 468);
        assertThat(pageTokens()).isEqualTo(247);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            published                | {"min_pixels": 3136, "max_pixels": 12845056}                 | - | 3136  | 12845056 | 2772
            edges                    | {"size": {"shortest_edge": 3136, "longest_edge": 200704}}    | - | 3136  | 200704   | 247
            both spellings           | {"size": {"shortest_edge": 3136, "longest_edge": 200704}, "min_pixels": 6272, "max_pixels": 100352} | - | 6272 | 100352 | 117
            one of the older         | {"size": {"shortest_edge": 3136, "longest_edge": 200704}, "max_pixels": 100352} | - | 3136 | 100352 | 117
            older ones null          | {"size": {"shortest_edge": 3136, "longest_edge": 200704}, "min_pixels": null, "max_pixels": null} | - | 3136 | 200704 | 247
            class defaults           | {"image_processor_type": "Qwen2VLImageProcessor"}            | - | 3136  | 1003520  | 1260
            nested alone             | -                            | {"image_processor": {"size": {"shortest_edge": 12544, "longest_edge": 200704}}} | 12544 | 200704 | 247
            nested goes first        | {"min_pixels": 3136, "max_pixels": 12845056} | {"image_processor": {"size": {"shortest_edge": 12544, "longest_edge": 200704}}} | 12544 | 200704 | 247
            older processor file     | {"min_pixels": 3136, "max_pixels": 401408}   | {"processor_class": "Qwen2_5_VLProcessor"} | 3136 | 401408 | 494
            nested null              | {"min_pixels": 3136, "max_pixels": 401408}   | {"image_processor": null}                  | 3136 | 401408 | 494
            """)
    void theLimitsAreThoseThatTransformersTakes(
            String name, String preprocessor, String processor, long min, long max, int pageTokens)
            throws IOException, ImageException {
        write(preprocessor, processor);
        PictureConfig pictures = config().pictures();
        assertThat(pictures.minPixels()).as(name).isEqualTo(min);
        assertThat(pictures.maxPixels()).as(name).isEqualTo(max);
        assertThat(pageTokens()).as(name).isEqualTo(pageTokens);
    }

    @Test
    void coloursComeFromTheObjectThatCounts() throws IOException {
        write(
                "{\"image_mean\": [0.1, 0.2, 0.3]}",
                "{\"image_processor\": {\"image_mean\": [0.5, 0.25, 0.125], \"image_std\": [1, 2, 3]}}");
        assertThat(config().pictures().mean()).containsExactly(0.5f, 0.25f, 0.125f);
        assertThat(config().pictures().deviation()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            -                                            | does not say how pictures are prepared: it has neither a processor_config.json
            {"size": {"min_pixels": 3136, "max_pixels": 200704}} | preprocessor_config.json: has no value for preprocessor.size.shortest_edge
            {"size": {"shortest_edge": 3136}}            | preprocessor_config.json: has no value for preprocessor.size.longest_edge
            {"size": 224}                                | preprocessor_config.json: has no value for preprocessor.size.shortest_edge
            {"do_resize": false}                         | preprocessor_config.json: preprocessor.do_resize is false; supported: true
            {"do_rescale": false}                        | preprocessor.do_rescale is false; supported: true
            {"do_normalize": false}                      | preprocessor.do_normalize is false; supported: true
            {"rescale_factor": 0.0078125}                | preprocessor.rescale_factor is 0.0078125; supported: 0.00392156862745098 (1/255)
            {"resample": 2}                              | preprocessor.resample is 2; supported: 3
            {"patch_size": 16}                           | preprocessor.patch_size is 16; supported: 14 with this model
            {"merge_size": 1}                            | preprocessor.merge_size is 1; supported: 2 with this model
            {"temporal_patch_size": 1}                   | preprocessor.temporal_patch_size is 1; supported: 2
            {"image_processor_type": "SiglipImageProcessor"} | image_processor_type is SiglipImageProcessor; supported: Qwen2VLImageProcessor
            {"min_pixels": 3136, "max_pixels": 100}      | preprocessor_config.json: the numbers under preprocessor.* do not fit: pictures: at least 3136, at most 100
            """)
    void whatWouldBePreparedInAnotherWayIsRefused(String preprocessor, String fact) throws IOException {
        write(preprocessor, null);
        assertThatThrownBy(this::config).isInstanceOf(FormatException.class).hasMessageContaining(fact);
    }

    /** transformers takes its class's defaults for an empty one, whatever the older file says. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"size\": null}", "{\"size\": {}}", "[]", "5", "\"Qwen2VLImageProcessor\""})
    void anObjectThatSaysNothingIsNotTakenForNone(String nested) throws IOException {
        write("{\"min_pixels\": 3136, \"max_pixels\": 401408}", "{\"image_processor\": " + nested + "}");
        assertThatThrownBy(this::config)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("processor_config.json: ")
                .hasMessageContaining("processor.image_processor");
    }

    @Test
    void theTextModelsObjectCountsAlone() throws IOException {
        write("{}", "{\"image_processor\": {\"resample\": 3}}");
        Path file = folder.resolve("config.json");
        String config = Files.readString(file);
        Files.writeString(file, config.replaceFirst("\\{", "{\"hidden_size\": 64, \"rope_theta\": 5,"));
        assertThat(config().text().hidden()).isEqualTo(256);
        assertThat(config().text().ropeTheta()).isEqualTo(250_000);
        Files.writeString(
                file,
                config.replace(
                        "\"rope_parameters\"",
                        "\"rope_scaling\": {\"type\": \"mrope\", \"rope_theta\": 10000, \"mrope_section\": [4, 6, 6]}, \"rope_parameters\""));
        assertThat(config().text().ropeTheta()).isEqualTo(10_000);
        assertThat(config().text().ropeSections()).containsExactly(4, 6, 6);
    }

    @Test
    void anOutputMatrixThatHasToBeThereIs() throws IOException {
        write("{\"resample\": 3}", null);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, replaced(bytes, "\"lm_head.weight\"", "\"lm_tail.weight\""));
            }
        }
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, Files.readString(index).replace("lm_head.weight", "lm_tail.weight"));
        assertThatThrownBy(this::load)
                .hasMessageContaining("has no tensor lm_head.weight, and config.tie_word_embeddings is false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            {"eos_token_id": [5, 6]}                  | 5,6,468,470
            {"eos_token_id": 5}                       | 5,468,470
            {"eos_token_id": null}                    | 7,468,470
            -                                         | 7,468,470
            """)
    void endsOfAnswersComeFromTheConfigWhereTheGenerationSettingsNameNone(String generation, String stops)
            throws IOException {
        write("{\"resample\": 3}", null);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replaceFirst("\"eos_token_id\": *470", "\"eos_token_id\": 7"));
        Files.delete(folder.resolve("generation_config.json"));
        if (generation != null) {
            Files.writeString(folder.resolve("generation_config.json"), generation);
        }
        assertThat(load().defaults().stopTokens())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(stops.split(",")).map(Integer::valueOf).toList());
    }

    private static byte[] replaced(byte[] bytes, String old, String other) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(old, other).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void write(String preprocessor, String processor) throws IOException {
        if (preprocessor != null) {
            Files.writeString(folder.resolve("preprocessor_config.json"), preprocessor);
        }
        if (processor != null) {
            Files.writeString(folder.resolve("processor_config.json"), processor);
        }
    }

    private Qwen25VlConfig config() throws IOException {
        try (ModelFiles files = ModelFiles.open(folder, null)) {
            return Qwen25VlConfig.of(files);
        }
    }

    /** Tokens of {@link #PAGE}, without the server's own limit. */
    private long pageTokens() throws IOException, ImageException {
        PictureConfig pictures = config().pictures();
        return new SmartResize(28, pictures.minPixels(), pictures.maxPixels())
                        .target(PAGE)
                        .pixels()
                / (28 * 28);
    }

    private VisionLanguageModel load() throws IOException {
        try (ModelFiles files = ModelFiles.open(folder, null);
                Backend backend = new CpuDevice(KernelSetting.SCALAR, 1).open()) {
            return new Qwen25Vl().load(files, backend, LoadOptions.DEFAULTS);
        }
    }
}
