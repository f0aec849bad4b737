package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a request says of its pictures' sizes, from the wire to the model and back, on a server that shows up to 512
 * tokens.
 */
class PictureSizesProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.withTinyModel(Map.of(), "--served-name", "tiny", "--limit", "image-tokens=512");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                  | "detail": "auto"                       | 728 | 532
            null                  | "detail": "high"                       | 728 | 532
            null                  | "detail": "low"                        | 504 | 364
            null                  | "max_pixels": 50000                    | 252 | 168
            null                  | "detail": "low", "max_pixels": 100000  | 364 | 252
            {"max_pixels": 50000} | "detail": null                         | 252 | 168
            {"max_pixels": 50000} | "detail": "original"                   | 728 | 532
            """)
    void whatWasCountedIsWhatTheModelWasShown(String ofRequest, String field, int width, int height) throws Exception {
        String body = body(ofRequest, field, "\"max_tokens\": 1");
        JsonNode count = post("/v1/chat/completions/input_tokens", body, 200);
        JsonNode answer = post("/v1/chat/completions", body, 200);
        assertThat(count.path("input_tokens").intValue())
                .isEqualTo(answer.path("usage").path("prompt_tokens").intValue());
        JsonNode image = answer.path("images").path(0);
        assertThat(image.path("index").intValue()).isZero();
        assertThat(image.path("source").toString()).isEqualTo("{\"width\":800,\"height\":600}");
        assertThat(image.path("oriented")).isEqualTo(image.path("source"));
        assertThat(image.path("processed").toString())
                .isEqualTo("{\"width\":%d,\"height\":%d}".formatted(width, height));
        assertThat(image.path("tokens").intValue())
                .isEqualTo(width / 28 * (height / 28))
                .isEqualTo(answer.path("usage")
                        .path("prompt_tokens_details")
                        .path("image_tokens")
                        .intValue());
        assertThat(count.path("images").path(0).path("processed")).isEqualTo(image.path("processed"));
        assertThat(count.path("images").path(0).has("cache_hit")).isFalse();
    }

    @Test
    void aSecondAnswerTellsThatThePictureWasKnown() throws Exception {
        String body = body("null", "\"max_pixels\": 60000", "\"max_tokens\": 1");
        JsonNode first = post("/v1/chat/completions", body, 200).path("images").path(0);
        JsonNode again = post("/v1/chat/completions", body, 200).path("images").path(0);
        assertThat(first.path("cache_hit").booleanValue()).isFalse();
        assertThat(first.path("encode_ms").doubleValue()).isPositive();
        assertThat(again.path("cache_hit").booleanValue()).isTrue();
        assertThat(again.path("encode_ms").doubleValue()).isZero();
    }

    @Test
    void aSizeBeyondTheServersLimitIsRefused() throws Exception {
        JsonNode error = post("/v1/chat/completions", body("null", "\"max_pixels\": 1003520", "\"max_tokens\": 1"), 400)
                .path("error");
        assertThat(error.path("param").asString()).isEqualTo("messages[0].content[0].image_url.max_pixels");
        assertThat(error.path("message").asString()).contains("from 3136 to 401408; given 1003520");
    }

    private static String body(String ofRequest, String field, String more) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB), "png", png);
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        return """
                {"model": "tiny", "mm_processor_kwargs": %s, %s, "messages": [{"role": "user", "content": [
                  {"type": "image_url", "image_url": {"url": "%s", %s}}, {"type": "text", "text": "?"}]}]}
                """.formatted(ofRequest, more, url, field);
    }

    private static JsonNode post(String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }
}
