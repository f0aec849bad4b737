package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Where a stream of several answers tells of its pictures. */
class StreamedImagesTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLastChunkAloneHasThem(boolean usage) throws Exception {
        CompletionEvent[] one = ApiFixture.colosseumWithImages();
        ScriptedBackend backend = new ScriptedBackend(
                one[0],
                one[1],
                new CompletionEvent.ChoiceEnded(1, FinishReason.LENGTH),
                one[2],
                new CompletionEvent.ChoiceEnded(0, FinishReason.STOP),
                one[one.length - 1]);
        try (ApiFixture api = new ApiFixture(backend)) {
            String options = usage ? "\"stream_options\": {\"include_usage\": true}," : "";
            String stream = api.post(ApiFixture.hello("\"n\": 2, \"stream\": true," + options))
                    .body();
            List<JsonNode> chunks = stream.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> ApiFixture.json(line.substring("data: ".length())))
                    .toList();
            assertThat(chunks.getLast().path("images").size()).isEqualTo(2);
            assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(chunk -> chunk.has("images"));
            assertThat(chunks.getLast().path("choices").isEmpty()).isEqualTo(usage);
            assertThat(chunks.subList(0, chunks.size() - 1))
                    .noneMatch(chunk -> chunk.path("choices").isEmpty());
            assertThat(chunks)
                    .extracting(chunk ->
                            chunk.path("choices").path(0).path("finish_reason").asString(""))
                    .containsSubsequence("length", "stop");
        }
    }
}
