package io.belvedere.engine.model;

import io.belvedere.compute.Backend;
import io.belvedere.engine.format.ModelFiles;
import java.io.IOException;

/** An architecture that this engine can run. */
public interface ModelFamily {
    /** As shown to users. */
    String name();

    /** The keys by which files are recognised and the values that they must have, for those whose files have others. */
    String keys();

    /** Whether these files hold a model of the family, judged by their metadata and never by a file's name. */
    boolean claims(ModelFiles files);

    /**
     * Prepares the weights.
     *
     * @throws IOException if metadata or a tensor is missing or does not fit
     */
    VisionLanguageModel load(ModelFiles files, Backend backend, LoadOptions options) throws IOException;
}
