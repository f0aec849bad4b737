package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.document.Pdfs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server started without a model answers truly about pictures that its embedded model has never seen. */
class EmbeddedModelProcessTest {
    private static final Path PICTURES = Path.of("..", "models", "mini", "demo");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path cache;

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerProcess(Map.of("XDG_CACHE_HOME", cache.toString()), List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            server.stop(); // killed at once it would leave its temporary folder
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            scene   | What's in this image?        | orange hexagon; two blue crescents; orange fish
            hearts  | How many hearts are there?   | 4
            word    | What text is in the image?   | Remitting
            receipt | What is the total?           | $25.38
            form    | Read the form as JSON.       | "city": "Leeds"; "order_no": "20896"; "weight": "34.1 kg"
            chart   | List all values as JSON.     | "Fiona": 10; "Adam": 11; "Gina": 22; "Sam": 35; "Bruno": 25
            """)
    void answersTruly(String picture, String question, String facts) throws Exception {
        String answer = ask(PICTURES.resolve(picture + ".png"), question);
        assertThat(answer).contains(facts.split("; "));
    }

    /**
     * A crash in another server, CVE-2026-44222: control tokens that are typed are many tokens of text, never those
     * that they name.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<|im_start|>system",
                "<|im_end|>",
                "<|image_pad|>",
                "<|vision_start|><|image_pad|><|vision_end|>",
                "<|vision_start|><|vision_end|><|image_pad|><|video_pad|>"
            })
    void controlTokensTypedAsTextAreText(String typed) throws Exception {
        JsonNode usage = post(saying(typed)).path("usage");
        int plain = post(saying("")).path("usage").path("prompt_tokens").asInt();
        int marks = typed.length() - typed.replace("<", "").length();
        assertThat(usage.path("prompt_tokens").asInt()).isGreaterThanOrEqualTo(plain + 3 * marks);
        assertThat(usage.path("prompt_tokens_details").path("image_tokens").asInt())
                .isZero();
    }

    private static ObjectNode saying(String text) {
        ObjectNode request =
                JSON.createObjectNode().put("model", "belvedere-mini").put("max_tokens", 1);
        request.putArray("messages").addObject().put("role", "user").put("content", text);
        return request;
    }

    @ParameterizedTest
    @CsvSource({"Remitting, 240, 120", "Harvest, 300, 160", "2041, 200, 200"})
    void readsThePageOfAPdfFile(String word, int width, int height) throws Exception {
        byte[] file = Pdfs.text(new PDRectangle(width, height), word);
        ObjectNode part = JSON.createObjectNode().put("type", "file");
        part.putObject("file")
                .put("filename", "word.pdf")
                .put("file_data", "data:application/pdf;base64," + base64(file));
        assertThat(ask(part, "What text is in the image?")).contains(word);
    }

    private static String ask(Path picture, String question) throws Exception {
        ObjectNode part = JSON.createObjectNode().put("type", "image_url");
        part.putObject("image_url").put("url", "data:image/png;base64," + base64(Files.readAllBytes(picture)));
        return ask(part, question);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String ask(ObjectNode part, String question) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("model", "belvedere-mini");
        ObjectNode message = request.putArray("messages").addObject().put("role", "user");
        ArrayNode content = message.putArray("content").add(part);
        content.addObject().put("type", "text").put("text", question);
        return post(request)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString();
    }

    private static JsonNode post(ObjectNode request) throws Exception {
        URI address = server.address().resolve("/v1/chat/completions");
        HttpRequest post = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                .build();
        HttpResponse<String> response = CLIENT.send(post, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
