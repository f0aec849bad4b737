package io.belvedere.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The engine's own books, where {@code GET /health?verbose} shows them; what it does not show is 0. */
record EngineStatus(long blocksUsed, long running, long waiting, long imageCacheBytes) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Empty if the server shows none. */
    static Optional<EngineStatus> of(JsonNode health) {
        JsonNode engine = health.path("engine");
        return engine.isObject()
                ? Optional.of(new EngineStatus(
                        engine.path("blocks_used").asLong(0),
                        engine.path("running").asLong(0),
                        engine.path("waiting").asLong(0),
                        engine.path("image_cache_bytes").asLong(0)))
                : Optional.empty();
    }

    boolean isIdle() {
        return blocksUsed == 0 && running == 0 && waiting == 0;
    }

    /** The books once they are idle, or as they are after {@code most}; empty if the server shows none. */
    static Optional<EngineStatus> awaitIdle(Target target, Duration most) throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            Optional<EngineStatus> status = of(target.get("/health?verbose"));
            if (status.map(EngineStatus::isIdle).orElse(true) || System.nanoTime() - end > 0) {
                return status;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
