package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.server.http.RefusalFormat;
import io.belvedere.server.http.Router.Route;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The API's routes for one backend. Each is there with and without {@code /v1}: clients differ in what they take as the
 * base.
 */
public final class OpenAiApi {
    private static final List<String> BASES = List.of("/v1", "");

    private final ChatCompletions completions;
    private final InputTokens inputTokens;
    private final Models models;
    private final Answers answers;

    /** @param completionIds a fresh {@code chatcmpl-...} each time */
    public OpenAiApi(ChatBackend backend, Limits limits, InstantSource clock, Supplier<String> completionIds) {
        Json json = new Json(limits);
        this.answers = new Answers(json);
        this.models = new Models(backend.card(), answers);
        CallReader reader = new CallReader(backend, limits, json);
        this.completions = new ChatCompletions(backend, reader, limits, json, clock, completionIds);
        this.inputTokens = new InputTokens(backend, reader, answers);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String base : BASES) {
            routes.add(new Route("POST", base + "/chat/completions", false, completions::answer));
            routes.add(new Route("POST", base + "/chat/completions/input_tokens", false, inputTokens::count));
            routes.add(new Route("GET", base + "/models", false, models::list));
            routes.add(new Route("GET", base + "/models/", false, models::one));
        }
        return List.copyOf(routes);
    }

    public RefusalFormat refusals() {
        return answers::format;
    }
}
