package io.belvedere.engine.model;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Buffer;
import io.belvedere.compute.Trace;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps every stage that a pass reports, in order. */
public final class StageRecorder implements Trace {
    private final Backend backend;
    private final Map<String, float[]> stages = new LinkedHashMap<>();

    StageRecorder(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void tap(String stage, Buffer values) {
        float[] copy = new float[values.rows() * values.columns()];
        backend.read(values, copy, 0);
        stages.put(stage, copy);
    }

    public Map<String, float[]> stages() {
        return stages;
    }
}
