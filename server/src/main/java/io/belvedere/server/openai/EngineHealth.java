package io.belvedere.server.openai;

import io.belvedere.server.openai.wire.HealthBody;
import java.util.Optional;

/** What the health routes tell of the engine behind the API. */
public interface EngineHealth {
    /** For {@code GET /health?verbose}. */
    HealthBody details();

    /** For {@code GET /health/ready}: a sentence on why no request would be answered now; empty: requests are. */
    Optional<String> whyNotReady();
}
