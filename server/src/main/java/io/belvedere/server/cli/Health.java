package io.belvedere.server.cli;

import io.belvedere.compute.SelfTest;
import io.belvedere.engine.LocalEngine;
import io.belvedere.server.openai.wire.HealthBody;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code GET /health?verbose} tells of an engine: what computes, and how fast that is once it is measured. */
final class Health implements Supplier<HealthBody> {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final LocalEngine engine;
    private volatile @Nullable SelfTest test;

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

    @Override
    public HealthBody get() {
        return HealthBody.of(engine.card().id(), engine.kernels(), test, engine.stats());
    }
}
