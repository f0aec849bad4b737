package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request under {@code wire/} gets the answer beside it, byte for byte. Names that end in -streamed have the script of those that don't. */
class WireGoldenPairsTest {
    private static final String REQUEST = ".request.json";

    static List<Path> requests() throws Exception {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(REQUEST))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(WireGoldenPairsTest.class.getResource("/wire"))
                .toURI());
    }

    /** What the model does, by how the file's name begins. */
    private static CompletionEvent[] script(String name) {
        return switch (name.replaceAll("-streamed$", "")) {
            case "logprobs" -> ApiFixture.colosseumWithLogProbs();
            case "images", "images-usage" -> ApiFixture.colosseumWithImages();
            case "repetition" -> ApiFixture.colosseum(FinishReason.REPETITION);
            case "time-limit" -> ApiFixture.colosseum(FinishReason.TIME_LIMIT);
            default -> ApiFixture.colosseum();
        };
    }

    @Test
    void thereArePairs() throws Exception {
        assertThat(requests()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void answersAsWritten(Path request) throws Exception {
        String name = request.getFileName().toString().replace(REQUEST, "");
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(script(name)))) {
            HttpResponse<String> answer = api.post(Files.readAllBytes(request));
            assertThat(answer.body()).isEqualTo(Files.readString(folder().resolve(name + ".response")));
            String type = answer.body().startsWith("data:") ? "text/event-stream" : "application/json";
            assertThat(answer.headers().firstValue("content-type")).contains(type);
            assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        }
    }
}
