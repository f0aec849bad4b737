package io.belvedere.engine.model;

import io.belvedere.compute.Backend;
import java.io.Closeable;
import java.io.IOException;

/** A family that has to keep the contract, with a model of it that is small enough for tests. */
public interface SmallFamily {
    Opened open(Backend backend) throws IOException;

    /** @param files closed when the model is needed no more */
    record Opened(VisionLanguageModel model, Closeable files) {}
}
