package io.belvedere.server.cli;

import io.belvedere.compute.SelfTest;
import io.belvedere.engine.LocalEngine;
import io.belvedere.server.openai.wire.HealthBody;
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

    /** Takes the rates in the background, about a second. */
    void measure() {
        Thread.ofPlatform().daemon().name("self-test").start(() -> {
            try {
                SelfTest passed = engine.selfTest();
                test = passed;
                LOG.info(
                        "self-test passed: {} GFLOP/s with F32 weights, {} with Q8_0",
                        Math.round(passed.f32()),
                        Math.round(passed.q8()));
            } catch (IllegalStateException e) {
                LOG.error("{}", e.getMessage());
            }
        });
    }

    @Override
    public HealthBody get() {
        return HealthBody.of(engine.card().id(), engine.kernels(), test);
    }
}
