package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageProblem;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTokensTest {
    private static final String PATH = "/v1/chat/completions/input_tokens";
    private static final String TWO_PICTURES = """
            {"model": "%s", "stream": true, "messages": [{"role": "user", "content": [{"type": "text", "text": "?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}]}
            """.formatted(ScriptedBackend.MODEL);
    private static final String SIZES =
            "\"source\":{\"width\":960,\"height\":1280},\"oriented\":{\"width\":1280,\"height\":960},"
                    + "\"processed\":{\"width\":112,\"height\":84},\"tokens\":12}";

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/chat/completions/input_tokens"})
    void countsTextAndPictures(String path) throws Exception {
        ScriptedBackend backend = new ScriptedBackend();
        try (ApiFixture api = new ApiFixture(backend)) {
            HttpResponse<String> answer = api.postTo(path, TWO_PICTURES);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":44,\"images\":[{\"index\":0,"
                            + SIZES + ",{\"index\":1," + SIZES + "]}");
            assertThat(backend.closedCompletions())
                    .as("no completion was begun")
                    .isZero();
        }
    }

    @Test
    void withoutPicturesTheListIsEmpty() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            assertThat(api.postTo(PATH, ApiFixture.hello("\"frobnicate\": 1,")).body())
                    .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":20,\"images\":[]}");
            assertThat(api.postTo(PATH, ApiFixture.hello("\"frobnicate\": 1,"))
                            .headers()
                            .firstValue("x-belvedere-ignored-fields"))
                    .contains("frobnicate");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                | invalid_json
            null                             | invalid_json
            {"model": "x", "messages": []}   | model_not_found
            """)
    void bodiesAreDecidedAsForAnAnswer(String body, String code) throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            HttpResponse<String> answer = api.postTo(PATH, body);
            assertThat(answer.statusCode()).isBetween(400, 404);
            assertThat(ApiFixture.error(answer).path("code").asString()).isEqualTo(code);
        }
    }

    @Test
    void anUnusablePictureIsNamed() throws Exception {
        ScriptedBackend backend = new ScriptedBackend();
        backend.refuse(new ChatFailure.BadImage(1, ImageProblem.INVALID_IMAGE, "m"));
        try (ApiFixture api = new ApiFixture(backend)) {
            HttpResponse<String> answer = api.postTo(PATH, TWO_PICTURES);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(ApiFixture.error(answer).path("code").asString()).isEqualTo("invalid_image");
            assertThat(ApiFixture.error(answer).path("param").asString())
                    .isEqualTo("messages[0].content[2].image_url.url");
        }
    }

    @Test
    void onlyPostCounts() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            assertThat(api.get(PATH).statusCode()).isEqualTo(405);
        }
    }
}
