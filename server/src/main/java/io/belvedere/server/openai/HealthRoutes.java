package io.belvedere.server.openai;

import io.belvedere.server.http.Exchange;
import io.belvedere.server.http.RetryHint;
import io.belvedere.server.http.Router.Route;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes that tell of the engine behind the API. Whether it lives, and whether it takes requests, is told without a
 * key.
 */
public final class HealthRoutes {
    private static final Duration UNREADY = Duration.ofSeconds(10);

    private final EngineHealth health;
    private final Answers answers;

    public HealthRoutes(EngineHealth health, Limits limits) {
        this.health = health;
        this.answers = new Answers(new Json(limits));
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/health?verbose", false, exchange -> answers.send(exchange, 200, health.details())),
                new Route("GET", "/health", true, exchange -> answers.send(exchange, 200, Map.of("status", "ok"))),
                new Route("GET", "/health/ready", true, this::ready));
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
}
