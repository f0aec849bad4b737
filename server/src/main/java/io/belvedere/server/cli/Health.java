package io.belvedere.server.cli;

import io.belvedere.compute.SelfTest;
import io.belvedere.engine.LocalEngine;
import io.belvedere.server.openai.EngineHealth;
import io.belvedere.server.openai.wire.HealthBody;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the health routes tell of an engine: what computes, how fast that is once it is measured, and whether it takes
 * requests.
 */
final class Health implements EngineHealth {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final LocalEngine engine;
    private volatile @Nullable SelfTest test;
    private volatile boolean stopping;

    Health(LocalEngine engine) {
        this.engine = engine;
    }

    /** Takes the rates in the background, about a second, longer on a busy machine. */
    void measure() {
        Thread.ofPlatform().daemon().name("self-test").start(() -> {
            try {
                SelfTest passed = engine.selfTest();
                test = passed;
                String rates = String.format(
                        Locale.ROOT, "%.1f GFLOP/s with F32 weights, %.1f with Q8_0", passed.f32(), passed.q8());
                LOG.info("self-test passed: {}", rates);
            } catch (IllegalStateException e) {
                LOG.error("{}", e.getMessage());
            }
        });
    }

    /** From now on no request is taken. */
    void stopping() {
        stopping = true;
    }

    @Override
    public Optional<String> whyNotReady() {
        if (stopping) {
            return Optional.of("The server is stopping.");
        }
        return engine.takesRequests() ? Optional.empty() : Optional.of("The engine has ended and takes no requests.");
    }

    @Override
    public HealthBody details() {
        return HealthBody.of(engine.card().id(), engine.kernels(), test, engine.stats());
    }
}
