package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonMetadataTest {
    @Test
    void nestedObjectsBecomeDottedKeys() throws FormatException {
        ModelMetadata metadata = read("""
                {"hidden_size": 128, "eps": 1e-06, "tied": true, "name": "x", "none": null,
                 "rope": {"type": "mrope", "sections": [4, 6, 6], "deep": {"er": -1}},
                 "empty": [], "std": [0.5, 1], "architectures": ["A", "B"], "flags": [true, false]}
                """);
        assertThat(metadata.format()).isEqualTo(ModelFormat.SAFETENSORS);
        assertThat(metadata.integer("config.hidden_size")).isEqualTo(128);
        assertThat(metadata.real("config.hidden_size")).isEqualTo(128);
        assertThat(metadata.real("config.eps")).isEqualTo(1e-6);
        assertThat(metadata.flag("config.tied")).isTrue();
        assertThat(metadata.text("config.rope.type")).isEqualTo("mrope");
        assertThat(metadata.integers("config.rope.sections")).isEqualTo(new int[] {4, 6, 6});
        assertThat(metadata.integer("config.rope.deep.er")).isEqualTo(-1);
        assertThat(metadata.size("config.empty")).isZero();
        assertThat(metadata.reals("config.std")).isEqualTo(new double[] {0.5, 1});
        assertThat(metadata.texts("config.architectures")).containsExactly("A", "B");
        assertThat(metadata.flags("config.flags")).isEqualTo(new boolean[] {true, false});
        assertThat(metadata.has("config.none")).isFalse();
    }

    /** Python writes them, and reads them again. */
    @Test
    void numbersThatAreNoneCountWhereTheyAreUsed() throws FormatException {
        ModelMetadata metadata = read("{\"nan\": NaN, \"up\": Infinity, \"down\": -Infinity, \"list\": [NaN, 1]}");
        assertThat(metadata.real("config.nan")).isNaN();
        assertThat(metadata.reals("config.list")).containsExactly(Double.NaN, 1);
        assertThat(metadata.real("config.up")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(metadata.real("config.down")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> metadata.integer("config.nan"))
                .hasMessage("config.json: config.nan is the number NaN where an integer of 32 bits is needed");
    }

    @Test
    void whatIsNoJsonIsSaidInTheProgramsOwnWords() {
        assertThatThrownBy(() -> read("{\"a\": nan}"))
                .hasMessageStartingWith("config.json: is not valid JSON from here");
        assertThatThrownBy(() -> read("{\"a\": 1"))
                .hasMessageStartingWith("config.json: the JSON breaks off: the file is");
        assertThatThrownBy(() -> read("{\"a\": " + "9".repeat(65) + "}"))
                .hasMessageStartingWith(
                        "config.json: the JSON nests deeper than 32 levels, or a number has more than 64");
    }

    @Test
    void listsOfOtherThingsAreNumbered() throws FormatException {
        ModelMetadata metadata = read("{\"list\": [{\"a\": 1}, 2, null, [3, 4]]}");
        assertThat(metadata.keys()).containsExactlyInAnyOrder("config.list.0.a", "config.list.1", "config.list.3");
        assertThat(metadata.integers("config.list.3")).isEqualTo(new int[] {3, 4});
    }

    @Test
    void optionalValuesMayBeMissing() throws FormatException {
        ModelMetadata metadata = read("{\"n\": 1, \"r\": 2.5, \"t\": \"x\", \"f\": false}");
        assertThat(metadata.optionalInteger("config.n")).hasValue(1);
        assertThat(metadata.optionalInteger("config.m")).isEmpty();
        assertThat(metadata.optionalReal("config.r")).hasValue(2.5);
        assertThat(metadata.optionalReal("config.m")).isEmpty();
        assertThat(metadata.optionalText("config.t")).hasValue("x");
        assertThat(metadata.optionalText("config.m")).isEmpty();
        assertThat(metadata.optionalFlag("config.f")).hasValue(false);
        assertThat(metadata.optionalFlag("config.m")).isEmpty();
    }

    @Test
    void wrongTypesAreNamedWithFileAndKey() throws FormatException {
        ModelMetadata metadata = read("{\"text\": \"3\", \"large\": 3000000000, \"real\": 2.5, \"list\": [1, \"x\"]}");
        assertThatThrownBy(() -> metadata.integer("config.none"))
                .isInstanceOf(FormatException.class)
                .hasMessage("config.json: has no value for config.none");
        assertThatThrownBy(() -> metadata.integer("config.text"))
                .hasMessage("config.json: config.text is a text where an integer of 32 bits is needed");
        assertThatThrownBy(() -> metadata.optionalInteger("config.large"))
                .hasMessageContaining("is the integer 3000000000 where");
        assertThatThrownBy(() -> metadata.integer("config.real")).hasMessageContaining("is the number 2.5 where");
        assertThatThrownBy(() -> metadata.text("config.real")).hasMessageContaining("where a text is needed");
        assertThatThrownBy(() -> metadata.flag("config.text")).hasMessageContaining("where true or false is needed");
        assertThatThrownBy(() -> metadata.real("config.text")).hasMessageContaining("where a number is needed");
        assertThatThrownBy(() -> metadata.texts("config.text")).hasMessageContaining("where a list is needed");
        assertThatThrownBy(() -> metadata.integers("config.list")).hasMessageContaining("config.list is a text where");
    }

    @Test
    void refusesKeysThatCollideOrGrowWithoutBound() {
        assertThatThrownBy(() -> read("{\"a.b\": 1, \"a\": {\"b\": 2}}"))
                .hasMessageContaining("config.a.b is there twice");
        assertThatThrownBy(() -> read("{\"a\": 1, \"a\": 2}")).hasMessageContaining("key a is there twice");
        assertThatThrownBy(() -> read("{\"" + "k".repeat(2000) + "\": 1}")).hasMessageContaining("the limit is 1024");
        assertThatThrownBy(() -> read("{\"a\":".repeat(40) + "1" + "}".repeat(40)))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> read("\ufeff[]")).isInstanceOf(FormatException.class);
    }

    @Test
    void everyFileHasItsPrefixAndIsNamedInErrors(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"x\"}");
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"min_pixels\": 3136}");
        Files.writeString(folder.resolve("generation_config.json"), "{\"temperature\": 0.1}");
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"added_tokens_decoder\": {\"5\": {\"content\": \"<x>\"}}}");
        ModelMetadata metadata = JsonMetadata.read(folder, FormatLimits.DEFAULTS);
        assertThat(metadata.text("config.model_type")).isEqualTo("x");
        assertThat(metadata.integer("preprocessor.min_pixels")).isEqualTo(3136);
        assertThat(metadata.real("generation.temperature")).isEqualTo(0.1);
        assertThat(metadata.text("tokenizer.added_tokens_decoder.5.content")).isEqualTo("<x>");
        assertThat(metadata.source()).isEqualTo(folder);
        assertThatThrownBy(() -> metadata.text("generation.temperature"))
                .hasMessageStartingWith(
                        folder.resolve("generation_config.json") + ": generation.temperature is the number");
    }

    private static ModelMetadata read(String json) throws FormatException {
        return JsonMetadata.of(
                "config", Path.of("config.json"), json.getBytes(StandardCharsets.UTF_8), FormatLimits.DEFAULTS);
    }
}
