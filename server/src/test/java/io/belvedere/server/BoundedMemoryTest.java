package io.belvedere.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A server with a small heap, asked by many at a time for more memory than there is. */
@Timeout(300)
class BoundedMemoryTest {
    private static final int REQUESTS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PICTURE = Path.of("..", "models", "mini", "demo", "hearts.png");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path cache;

    /** A body, and how it may be answered besides 503: status and code; 200 has none. */
    private record Attack(String name, byte[] body, Set<String> answers) {}

    @Test
    void twoHundredAtATimeAreAnsweredFromASmallHeapAndThenEachAlone() throws Exception {
        List<Attack> attacks = attacks();
        List<Attack> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            all.add(attacks.get(i % attacks.size()));
        }
        Collections.shuffle(all, new Random(6));
        try (ServerProcess server =
                new ServerProcess(Map.of("XDG_CACHE_HOME", cache.toString()), List.of("-Xmx512m"), List.of())) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (Attack attack : all) {
                answers.add(CLIENT.sendAsync(post(server, attack.body()), HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < REQUESTS; i++) {
                Attack attack = all.get(i);
                String answer = outcome(answers.get(i).get(240, TimeUnit.SECONDS));
                if (!answer.equals("503 server_is_overloaded")) {
                    assertThat(attack.answers()).as(attack.name()).contains(answer);
                }
            }
            for (Attack attack : attacks) {
                String alone = outcome(CLIENT.send(post(server, attack.body()), HttpResponse.BodyHandlers.ofString()));
                assertThat(attack.answers()).as(attack.name()).contains(alone);
            }
            assertThat(server.log()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }

    private static String outcome(HttpResponse<String> answer) {
        JsonNode code = JSON.readTree(answer.body()).path("error").path("code");
        return code.isMissingNode() ? "" + answer.statusCode() : answer.statusCode() + " " + code.asString();
    }

    private static HttpRequest post(ServerProcess server, byte[] body) {
        return HttpRequest.newBuilder(server.address().resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static List<Attack> attacks() throws Exception {
        byte[] random = new byte[15 << 20];
        new Random(6).nextBytes(random);
        return List.of(
                new Attack("a picture", request(Files.readAllBytes(PICTURE)), Set.of("200")),
                new Attack(
                        "RGBA of 16 bits, 49 megapixels",
                        request(ZeroPngs.of(7000, 7000, 16, 6)),
                        Set.of("400 image_too_large")),
                new Attack("RGB, 49 megapixels", request(ZeroPngs.of(7000, 7000, 8, 2)), Set.of("400 image_too_large")),
                new Attack("a palette, 20 megapixels", request(ZeroPngs.of(5000, 4000, 8, 3)), Set.of("200")),
                new Attack("grey of 1 bit, 10 megapixels", request(ZeroPngs.of(4000, 2500, 1, 0)), Set.of("200")),
                new Attack(
                        "more pixels than allowed",
                        request(ZeroPngs.of(30_000, 30_000, 1, 0)),
                        Set.of("400 image_too_large")),
                new Attack(
                        "four pictures of 12 megapixels",
                        request(copies(ZeroPngs.of(4000, 3000, 8, 2), 4)),
                        Set.of("200", "400 context_length_exceeded")),
                new Attack("15 MiB that are no picture", request(random), Set.of("400 unsupported_image_media_type")),
                new Attack("25 MiB of text", text("word ".repeat(5 << 20)), Set.of("400 context_length_exceeded")),
                new Attack("31 MiB of one letter", text("x".repeat(31 << 20)), Set.of("400 context_length_exceeded")),
                new Attack("20 MiB of brackets", ("[".repeat(20 << 20)).getBytes(UTF_8), Set.of("400 invalid_json")),
                new Attack(
                        "20 MiB of numbers",
                        ("{\"extra\": [" + "1,".repeat(10 << 20) + "1]}").getBytes(UTF_8),
                        Set.of("400 invalid_json")),
                new Attack("more than a body may have", new byte[65 << 20], Set.of("413 request_too_large")));
    }

    private static byte[] text(String text) {
        return body("{\"type\": \"text\", \"text\": \"" + text + "\"}");
    }

    private static byte[][] copies(byte[] picture, int count) {
        byte[][] copies = new byte[count][];
        Arrays.fill(copies, picture);
        return copies;
    }

    private static byte[] request(byte[]... pictures) {
        List<String> parts = new ArrayList<>();
        for (byte[] picture : pictures) {
            parts.add("{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(picture) + "\"}}");
        }
        return body(String.join(",", parts));
    }

    private static byte[] body(String parts) {
        return ("{\"model\": \"belvedere-mini\", \"max_tokens\": 1, \"messages\": [{\"role\": \"user\", \"content\": ["
                        + parts + "]}]}")
                .getBytes(UTF_8);
    }
}
