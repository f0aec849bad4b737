package io.belvedere.server.openai;

import io.belvedere.engine.EngineStats;
import io.belvedere.engine.image.ImageFormat;
import io.belvedere.server.reference.Reference;

/** Breaks the rules of its package. */
public final class EnginesFriend {
    private EnginesFriend() {}

    static long tokens(EngineStats stats) {
        return stats.tokensTakenOn();
    }

    static ImageFormat format() {
        return ImageFormat.PNG;
    }

    static Reference reference() {
        return new Reference();
    }
}
