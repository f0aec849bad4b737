package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.server.http.Exchange;
import io.belvedere.server.http.RefusalFormat;
import io.belvedere.server.http.RetryHint;
import io.belvedere.server.http.Router;
import io.belvedere.server.http.Router.Route;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.reference.Reference;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The API's routes for one backend. Each is there with and without {@code /v1}: clients differ in what they take as the base. */
public final class OpenAiApi {
    private static final Duration UNREADY = Duration.ofSeconds(10);
    private static final List<String> BASES = List.of("/v1", "");

    private final ChatCompletions completions;
    private final InputTokens inputTokens;
    private final Models models;
    private final EngineHealth health;
    private final Answers answers;

    /** @param completionIds a fresh {@code chatcmpl-...} each time */
    public OpenAiApi(
            ChatBackend backend,
            EngineHealth health,
            Callers callers,
            Limits limits,
            InstantSource clock,
            Supplier<String> completionIds) {
        this.health = health;
        Json json = new Json(limits);
        this.answers = new Answers(json);
        this.models = new Models(backend.card(), answers);
        CallReader reader = new CallReader(backend, limits, json);
        this.completions = new ChatCompletions(backend, reader, callers, limits, json, clock, completionIds);
        this.inputTokens = new InputTokens(backend, reader, callers, answers);
    }

    public Router router() {
        List<Route> routes = new ArrayList<>();
        routes.add(
                new Route("GET", "/health?verbose", false, exchange -> answers.send(exchange, 200, health.details())));
        routes.add(new Route("GET", "/health", true, exchange -> answers.send(exchange, 200, Map.of("status", "ok"))));
        routes.add(new Route("GET", "/health/ready", true, this::ready));
        for (String base : BASES) {
            routes.add(new Route("POST", base + "/chat/completions", false, completions::answer));
            routes.add(new Route("POST", base + "/chat/completions/input_tokens", false, inputTokens::count));
            routes.add(new Route("GET", base + "/models", false, models::list));
            routes.add(new Route("GET", base + "/models/", false, models::one));
        }
        routes.addAll(new Reference().routes());
        return new Router(routes);
    }

    private void ready(Exchange exchange) throws IOException, InterruptedException {
        Optional<String> obstacle = health.whyNotReady();
        if (obstacle.isEmpty()) {
            answers.send(exchange, 200, Map.of("status", "ready"));
        } else {
            answers.send(
                    exchange,
                    new ApiError(503, obstacle.get(), null, "server_is_overloaded", RetryHint.after(UNREADY)));
        }
    }

    public RefusalFormat refusals() {
        return answers::format;
    }
}
