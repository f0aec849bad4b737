package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The full Qwen2.5 tokenizer and the reduced ones of the tiny models against the reference's ids and texts. */
class TokenizerGoldenTest {
    private static final Golden GOLDEN = Golden.set();
    private static BytePairTokenizer tokenizer;

    @BeforeAll
    static void load() throws IOException {
        byte[] json = Files.readAllBytes(GOLDEN.path("tokenizer/tokenizer.json"));
        tokenizer = new BytePairTokenizer(TokenizerJson.read(json, Qwen2Words.PATTERN), Qwen2Words.PATTERN);
    }

    @Test
    void encodesEveryStringWithAddedTokens() {
        for (JsonNode string : strings()) {
            String text = string.path("text").stringValue();
            assertThat(tokenizer.encodeTrusted(text)).as(text).isEqualTo(GoldenCase.ints(string.path("ids")));
        }
    }

    @Test
    void encodesEveryStringAsPlainText() {
        for (JsonNode string : strings()) {
            String text = string.path("text").stringValue();
            boolean differs = string.has("ids_specials_as_text");
            int[] expected = GoldenCase.ints(string.path(differs ? "ids_specials_as_text" : "ids"));
            int[] ids = tokenizer.encode(text);
            assertThat(ids).as(text).isEqualTo(expected);
            assertThat(Arrays.stream(ids)).as(text).noneMatch(tokenizer.vocabulary()::isSpecial);
        }
    }

    @Test
    void decodesEveryStringBack() {
        for (JsonNode string : strings()) {
            String text = string.path("text").stringValue();
            String expected = string.path("decoded").asString(text);
            assertThat(tokenizer.decode(GoldenCase.ints(string.path("ids")), false))
                    .isEqualTo(expected);
            assertThat(expected).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
        }
    }

    @Test
    void decodesBrokenAndSpecialTokens() {
        List<JsonNode> cases = list(GOLDEN.json("tokenizer/decode.json"));
        assertThat(cases).isNotEmpty();
        for (JsonNode each : cases) {
            int[] ids = GoldenCase.ints(each.path("ids"));
            assertThat(tokenizer.decode(ids, false)).isEqualTo(each.path("text").stringValue());
            assertThat(tokenizer.decode(ids, true))
                    .isEqualTo(each.path("text_skip_special").stringValue());
            assertThat(streamed(ids)).isEqualTo(each.path("text_skip_special").stringValue());
        }
    }

    @Test
    void tinyModelsEncodeTheirPrompts() throws IOException {
        for (GoldenModel model : GOLDEN.models("qwen2_5_vl")) {
            BytePairTokenizer own = tokenizer(model.folder());
            for (GoldenCase each : model.cases()) {
                if (each.images().isEmpty()) {
                    String prompt = each.json().path("prompt").stringValue();
                    assertThat(own.encodeTrusted(prompt)).as(each.toString()).isEqualTo(each.inputIds());
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> ggufFilesHoldTheSameTokenizers() {
        return GOLDEN.models("qwen2_5_vl").stream()
                .flatMap(model -> model.ggufs(".gguf").stream()
                        .map(file -> DynamicTest.dynamicTest(
                                file.getFileName().toString(),
                                () -> compare(tokenizer(model.folder()), tokenizer(file)))));
    }

    private static void compare(BytePairTokenizer fromJson, BytePairTokenizer fromGguf) {
        assertThat(fromGguf.vocabulary().addedTokens())
                .isEqualTo(fromJson.vocabulary().addedTokens());
        for (JsonNode string : strings()) {
            String text = string.path("text").stringValue();
            assertThat(fromGguf.encode(text)).as(text).isEqualTo(fromJson.encode(text));
            assertThat(fromGguf.encodeTrusted(text)).as(text).isEqualTo(fromJson.encodeTrusted(text));
        }
        for (int id = 0; id < fromGguf.vocabulary().size(); id++) {
            assertThat(fromGguf.vocabulary().bytes(id))
                    .isEqualTo(fromJson.vocabulary().bytes(id));
        }
    }

    private static BytePairTokenizer tokenizer(Path model) throws IOException {
        try (ModelFiles files = ModelFiles.open(model, null)) {
            return new BytePairTokenizer(Vocabulary.of(files, Qwen2Words.PATTERN), Qwen2Words.PATTERN);
        }
    }

    private static List<JsonNode> strings() {
        List<JsonNode> strings = list(GOLDEN.json("tokenizer/strings.json"));
        assertThat(strings).isNotEmpty();
        return strings;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }

    private static String streamed(int[] ids) {
        TextStream stream = new TextStream(tokenizer.vocabulary(), true, List.of());
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(stream.accept(id));
        }
        return text.append(stream.finish()).toString();
    }
}
