package io.belvedere.server;

import static io.belvedere.server.ServerProcess.GOLDEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.media.PictureHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A real server process, called as clients call it; its answers are the reference implementation's. */
class ServerProcessTest {
    private static final String KEY = "sk-test-1";
    private static final String SERVED = "Qwen2.5-VL-32B-Instruct";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static PictureHost pictures;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        pictures = new PictureHost();
        try (Stream<Path> files = Files.list(GOLDEN.resolve("images"))) {
            for (Path file : files.toList()) {
                pictures.picture("/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        server = ServerProcess.withTinyModel(
                Map.of("BELVEDERE_API_KEY", KEY),
                "--served-name",
                SERVED,
                "--allow-media-host",
                "127.0.0.1:" + pictures.port());
    }

    @AfterAll
    static void stop() {
        server.close();
        pictures.close();
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve("model").resolve("tiny-qwen25vl"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheReferenceDoes(Path file) throws Exception {
        JsonNode golden = JSON.readTree(Files.readAllBytes(file));
        String expected = golden.path("greedy").path("text_until_stop").asString();
        String reason = golden.path("greedy").path("stops_at").isNull() ? "length" : "stop";
        int promptTokens = golden.path("input_ids").size();

        JsonNode whole = JSON.readTree(
                post(request(golden, false, ServerProcessTest::remote)).body());
        assertThat(whole.path("choices").path(0).path("message").path("content").asString())
                .isEqualTo(expected);
        assertThat(whole.path("choices").path(0).path("finish_reason").asString())
                .isEqualTo(reason);
        assertThat(whole.path("usage").path("prompt_tokens").asInt()).isEqualTo(promptTokens);

        HttpResponse<String> streamed = post(request(golden, true, ServerProcessTest::inline));
        assertThat(text(streamed.body())).isEqualTo(expected);
        assertThat(streamed.body()).endsWith("data: [DONE]\n\n").contains("\"finish_reason\":\"" + reason + "\"");
    }

    private static String request(JsonNode golden, boolean stream, Function<String, String> url) {
        ObjectNode request = JSON.createObjectNode()
                .put("model", SERVED)
                .put("temperature", 0)
                .put("repetition_penalty", 1)
                .put("max_tokens", golden.path("greedy").path("ids").size())
                .put("stream", stream);
        ArrayNode messages = request.putArray("messages");
        for (JsonNode message : golden.path("messages")) {
            ObjectNode sent =
                    messages.addObject().put("role", message.path("role").asString());
            if (message.path("content").isString()) {
                sent.put("content", message.path("content").asString());
                continue;
            }
            ArrayNode parts = sent.putArray("content");
            for (JsonNode part : message.path("content")) {
                if (part.path("type").asString().equals("text")) {
                    parts.add(part);
                } else {
                    ObjectNode image = parts.addObject().put("type", "image_url");
                    image.putObject("image_url")
                            .put("url", url.apply(part.path("image").asString()));
                }
            }
        }
        return request.toString();
    }

    private static String remote(String image) {
        return "http://127.0.0.1:" + pictures.port() + "/" + image;
    }

    private static String inline(String image) {
        try {
            byte[] bytes = Files.readAllBytes(GOLDEN.resolve("images").resolve(image));
            return "data:image/" + (image.endsWith(".png") ? "png" : "jpeg") + ";base64,"
                    + Base64.getEncoder().encodeToString(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String events) {
        return events.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring("data: ".length())))
                .map(chunk -> chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""))
                .collect(Collectors.joining());
    }

    @Test
    void theReferenceCallWorksVerbatim() throws Exception {
        String body = new String(
                Objects.requireNonNull(ServerProcessTest.class.getResourceAsStream("/wire/remote-image.request.json"))
                        .readAllBytes(),
                UTF_8);
        String address = JSON.readTree(body)
                .path("messages")
                .path(0)
                .path("content")
                .path(1)
                .path("image_url")
                .path("url")
                .asString();
        JsonNode answer = JSON.readTree(
                post(body.replace(address, remote("jpeg-444.jpg")).replaceFirst("\\{", "{\"max_tokens\": 8,"))
                        .body());
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asString()).isEqualTo(SERVED);
        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isNotEmpty();
        assertThat(answer.path("usage")
                        .path("prompt_tokens_details")
                        .path("image_tokens")
                        .asInt())
                .isPositive();
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isBetween(1, 8);
    }

    @Test
    void whatCannotBeFetchedOrReadIsTheClientsError() throws Exception {
        String body = "{\"model\": \"" + SERVED + "\", \"messages\": [{\"role\": \"user\", \"content\":"
                + " [{\"type\": \"image_url\", \"image_url\": {\"url\": \"%s\"}}]}]}";
        Map<String, String> codes = Map.of(
                remote("ratio-201.png"),
                "invalid_image",
                remote("missing.png"),
                "failed_to_download_image",
                server.address() + "/health",
                "invalid_image_url",
                "http://169.254.169.254/latest/meta-data/",
                "invalid_image_url",
                "data:image/png;base64,AAAA",
                "unsupported_image_media_type",
                "data:image/png;base64,iVBORw0KGgo=",
                "image_parse_error");
        for (Map.Entry<String, String> one : codes.entrySet()) {
            HttpResponse<String> answer = post(body.formatted(one.getKey()));
            JsonNode error = JSON.readTree(answer.body()).path("error");
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(error.path("param").asString()).isEqualTo("messages[0].content[0].image_url.url");
            assertThat(error.path("code").asString())
                    .as(one.getKey() + answer.body())
                    .isEqualTo(one.getValue());
        }
    }

    @Test
    void theKeyIsNeeded() throws Exception {
        URI models = server.address().resolve("/v1/models");
        assertThat(send(HttpRequest.newBuilder(models)).statusCode()).isEqualTo(401);
        HttpResponse<String> listed = send(HttpRequest.newBuilder(models).header("Authorization", "Bearer " + KEY));
        assertThat(JSON.readTree(listed.body()).path("data").path(0).path("id").asString())
                .isEqualTo(SERVED);
        assertThat(send(HttpRequest.newBuilder(server.address().resolve("/health")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.log()).noneMatch(line -> line.contains(KEY));
    }

    @Test
    void withoutAKeyItSaysSoAndStopsOnSigterm() throws Exception {
        try (ServerProcess open = ServerProcess.withTinyModel(Map.of())) {
            assertThat(open.address().getHost()).isEqualTo("127.0.0.1");
            HttpRequest.Builder models = HttpRequest.newBuilder(open.address().resolve("/v1/models"));
            assertThat(JSON.readTree(send(models).body())
                            .path("data")
                            .path(0)
                            .path("id")
                            .asString())
                    .isEqualTo("tiny-qwen25vl");
            assertThat(open.stop()).isZero();
            assertThat(open.log())
                    .anyMatch(line -> line.contains("no API key is set"))
                    .anyMatch(line -> line.contains("try: curl " + open.address() + "/v1/chat/completions"))
                    .anyMatch(line -> line.contains("stopping: 0 requests running"))
                    .noneMatch(line -> line.contains("Exception"));
        }
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(server.address().resolve("/v1/chat/completions"))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
