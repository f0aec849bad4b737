package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.ImageReport;
import io.belvedere.chat.ImageView;
import io.belvedere.chat.TokenLogProbs;
import io.belvedere.chat.Usage;
import io.belvedere.compute.KernelReport;
import io.belvedere.compute.SelfTest;
import io.belvedere.engine.EngineStats;
import io.belvedere.engine.features.FeatureCache;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.run.RunStats;
import io.belvedere.server.http.Admission;
import io.belvedere.server.http.DoorOptions;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.HttpDoor;
import io.belvedere.server.http.Router;
import io.belvedere.server.openai.wire.HealthBody;
import io.belvedere.server.reference.Reference;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The API in front of a backend, on a free loopback port; time stands still at second 1,760,000,000. */
public final class ApiFixture implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final HealthBody HEALTH = HealthBody.of(
            ScriptedBackend.MODEL,
            new KernelReport("CPU", "some kernels", 256, 3),
            new SelfTest(120.44, 99),
            new EngineStats(
                    new RunStats(1, 2, 64, 20, 40, 4, 900, 300, 17, 3_000_000_000L, 600, 50, 4, 3, 1_000_000_000L, 0),
                    new ImageCache.Stats(new FeatureCache.Stats(5, 3, 4096, 2, 0), Optional.empty(), 0),
                    1_500));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Router router;
    private final HttpDoor door;
    private final int port;

    public ApiFixture(ChatBackend backend) throws Exception {
        this(backend, Limits.DEFAULTS, (head, client) -> new Admission.Admitted(client));
    }

    public ApiFixture(ChatBackend backend, Limits limits, Guard guard) throws Exception {
        this(backend, limits, guard, Optional::empty, DoorOptions.PLAIN);
    }

    /** @param obstacle why the engine takes no requests, each time it is asked */
    ApiFixture(
            ChatBackend backend, Limits limits, Guard guard, Supplier<Optional<String>> obstacle, DoorOptions options)
            throws Exception {
        EngineHealth health = new EngineHealth() {
            @Override
            public HealthBody details() {
                return HEALTH;
            }

            @Override
            public Optional<String> whyNotReady() {
                return obstacle.get();
            }
        };
        Instant now = Instant.ofEpochSecond(1_760_000_000);
        OpenAiApi api = new OpenAiApi(backend, limits, () -> now, () -> "chatcmpl-test");
        router = new Router(Stream.of(new HealthRoutes(health, limits).routes(), api.routes(), new Reference().routes())
                .flatMap(List::stream)
                .toList());
        door = new HttpDoor(limits, router, guard, api.refusals(), options);
        port = door.open("127.0.0.1", 0);
    }

    /**
     * Started, "The ", "Colosseum", " \ud83c\udfdb.", Finished: 20 prompt tokens, 12 of them for the image, 5 answer
     * tokens.
     */
    static CompletionEvent[] colosseum() {
        return new CompletionEvent[] {
            new CompletionEvent.Started(20, 12),
            new CompletionEvent.TextDelta("The "),
            new CompletionEvent.TextDelta("Colosseum"),
            new CompletionEvent.TextDelta(" \ud83c\udfdb."),
            new CompletionEvent.ChoiceEnded(0, FinishReason.STOP),
            new CompletionEvent.Finished(new Usage(20, 0, 12, 5))
        };
    }

    /**
     * The same with log-probabilities: a picture sign of two tokens, and one token with an alternative that is
     * impossible.
     */
    static CompletionEvent[] colosseumWithLogProbs() {
        return new CompletionEvent[] {
            new CompletionEvent.Started(20, 12),
            new CompletionEvent.TextDelta(0, "The ", List.of(logProbs(bytes("The "), -0.25, bytes("A"), -1.5))),
            new CompletionEvent.TextDelta(
                    0,
                    "Colosseum",
                    List.of(logProbs(bytes("Colosseum"), -0.5, bytes("Rome"), Double.NEGATIVE_INFINITY))),
            new CompletionEvent.TextDelta(
                    0,
                    " \ud83c\udfdb.",
                    List.of(
                            logProbs(new byte[] {' ', (byte) 0xf0, (byte) 0x9f}, -1, bytes("!"), -2),
                            logProbs(new byte[] {(byte) 0x8f, (byte) 0x9b}, 0, bytes("!"), -2),
                            logProbs(bytes("."), -0.125, bytes("\n"), -3))),
            new CompletionEvent.ChoiceEnded(0, FinishReason.STOP),
            new CompletionEvent.Finished(new Usage(20, 0, 12, 6))
        };
    }

    /** The same with reports of two pictures, of which the second was known. */
    static CompletionEvent[] colosseumWithImages() {
        CompletionEvent[] events = colosseum();
        ImageView turned = new ImageView(
                new ImageView.Size(960, 1280), new ImageView.Size(1280, 960), new ImageView.Size(112, 84), 12);
        ImageView small =
                new ImageView(new ImageView.Size(30, 40), new ImageView.Size(30, 40), new ImageView.Size(56, 56), 4);
        events[events.length - 1] = new CompletionEvent.Finished(
                new Usage(20, 0, 16, 5),
                List.of(
                        new ImageReport(turned, false, Duration.ofNanos(12_345_678)),
                        new ImageReport(small, true, Duration.ZERO)));
        return events;
    }

    private static TokenLogProbs logProbs(byte[] token, double logProb, byte[] other, double otherLogProb) {
        TokenLogProbs.Entry chosen = new TokenLogProbs.Entry(token, logProb);
        return new TokenLogProbs(chosen, List.of(chosen, new TokenLogProbs.Entry(other, otherLogProb)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** {@link #colosseum()} with another end. */
    static CompletionEvent[] colosseum(FinishReason reason) {
        CompletionEvent[] events = colosseum();
        events[events.length - 2] = new CompletionEvent.ChoiceEnded(0, reason);
        return events;
    }

    /** A request for the scripted model; {@code fields} go before the messages, such as {@code "n": 1,}. */
    static String hello(String fields) {
        return "{%s \"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
                .formatted(fields, ScriptedBackend.MODEL);
    }

    public HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return post(body.getBytes(UTF_8), headers);
    }

    HttpResponse<String> post(byte[] body, String... headers) throws IOException, InterruptedException {
        return postTo("/v1/chat/completions", body, headers);
    }

    HttpResponse<String> postTo(String path, String body) throws IOException, InterruptedException {
        return postTo(path, body.getBytes(UTF_8));
    }

    private HttpResponse<String> postTo(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Without a body. */
    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What is served. */
    Router router() {
        return router;
    }

    int port() {
        return port;
    }

    /** The error object of an answer. */
    public static JsonNode error(HttpResponse<String> answer) {
        return MAPPER.readTree(answer.body()).path("error");
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    @Override
    public void close() {
        door.close();
    }
}
