package io.belvedere.engine.run;

import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.VisionLanguageModel;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The picture in the vision encoder, if there is one: advanced block by block between the passes of the decoder. Engine thread. */
final class PictureWork {
    private final VisionLanguageModel model;
    private final Workspace workspace;
    private @Nullable ImageKey key;
    private @Nullable Encoding encoding;
    private long nanos; // spent on it

    /** @param workspace the encoder's own: a pass of the decoder must not disturb what stands half done */
    PictureWork(VisionLanguageModel model, Workspace workspace) {
        this.model = model;
        this.workspace = workspace;
    }

    /** @param nanos that it took, without what other work was done in between */
    record Encoded(ImageFeatures features, long nanos) {}

    /** Whether that picture is in the encoder. */
    boolean holds(ImageKey asked) {
        return asked.equals(key);
    }

    /**
     * Goes on with a picture, from its beginning unless it is the one in the encoder.
     *
     * @param goOn asked after each block
     * @return the result, once it is complete
     */
    Optional<Encoded> advance(ImageKey wanted, Patches patches, BooleanSupplier goOn) {
        long begun = System.nanoTime();
        Encoding current = encoding;
        if (current == null || !wanted.equals(key)) {
            current = model.encoding(patches, workspace);
            encoding = current;
            key = wanted;
            nanos = 0;
        }
        do {
            if (current.advance()) {
                drop();
                return Optional.of(new Encoded(current.features(), nanos + System.nanoTime() - begun));
            }
        } while (goOn.getAsBoolean());
        nanos += System.nanoTime() - begun;
        return Optional.empty();
    }

    /** Share of the work on the picture in the encoder that is done, from 0 to 1. */
    double done() {
        return encoding == null ? 0 : encoding.done();
    }

    /** Lets go of a picture that nobody waits for any more. */
    void drop() {
        encoding = null;
        key = null;
    }
}
