package io.belvedere.engine.model.qwen25vl;

import io.belvedere.compute.Backend;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.SmallFamily;
import java.io.IOException;

/** The golden tiny model. */
public final class SmallQwen25Vl implements SmallFamily {
    @Override
    public Opened open(Backend backend) throws IOException {
        ModelFiles files = ModelFiles.open(
                Golden.set().models(GoldenSource.TYPE).getFirst().folder(), null);
        return new Opened(new Qwen25Vl().load(files, backend, LoadOptions.DEFAULTS), files::close);
    }

    @Override
    public String toString() {
        return "Qwen2.5-VL";
    }
}
