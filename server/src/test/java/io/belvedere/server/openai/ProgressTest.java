package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a stream tells before its first text, if it is asked to. */
class ProgressTest {
    private static final Progress[] STATES = {
        new Progress.Waiting(2),
        new Progress.Waiting(2),
        new Progress.Encoding(0, 2, 0.419),
        new Progress.Reading(512, 2716)
    };

    @Test
    void eachStateIsToldOnceBeforeTheText() throws Exception {
        List<JsonNode> chunks = stream("\"stream_options\": {\"include_progress\": true},");
        List<JsonNode> progress =
                chunks.stream().filter(chunk -> chunk.has("progress")).toList();
        assertThat(progress)
                .extracting(chunk -> chunk.path("progress").toString())
                .containsExactly(
                        "{\"stage\":\"waiting\",\"ahead\":2}",
                        "{\"stage\":\"encoding\",\"image\":0,\"images\":2,\"done\":0.41}",
                        "{\"stage\":\"reading\",\"tokens\":512,\"prompt_tokens\":2716}");
        assertThat(progress)
                .allSatisfy(chunk -> assertThat(chunk.path("choices").toString())
                        .isEqualTo("[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":null}]"));
        assertThat(chunks.indexOf(progress.getLast())).isLessThan(chunks.indexOf(firstText(chunks)));
    }

    @Test
    void withUsageEachChunkHasBoth() throws Exception {
        assertThat(stream("\"stream_options\": {\"include_progress\": true, \"include_usage\": true},"))
                .allSatisfy(chunk -> assertThat(chunk.has("usage")).isTrue())
                .anySatisfy(chunk -> assertThat(chunk.has("progress")).isTrue());
    }

    private static JsonNode firstText(List<JsonNode> chunks) {
        return chunks.stream()
                .filter(chunk -> chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString("")
                        .startsWith("The"))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> stream(String options) throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        backend.progress(STATES);
        try (ApiFixture api = new ApiFixture(backend)) {
            return api.post(ApiFixture.hello("\"stream\": true," + options))
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> ApiFixture.json(line.substring("data: ".length())))
                    .toList();
        }
    }
}
