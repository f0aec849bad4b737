package io.belvedere.engine.model;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.qwen25vl.Qwen25Vl;
import java.util.List;
import java.util.Optional;

/** The one list of families. */
public final class ModelFamilies {
    private static final List<ModelFamily> ALL = List.of(new Qwen25Vl());

    private ModelFamilies() {}

    /** The family that claims the files, if one does. */
    public static Optional<ModelFamily> claiming(ModelFiles files) {
        return ALL.stream().filter(family -> family.claims(files)).findFirst();
    }

    /**
     * The family that can run the files.
     *
     * @throws FormatException if no family claims them, or their weights are quantised by a method of another program;
     *     the message says what was found, in which file, and what there has to be
     */
    public static ModelFamily require(ModelFiles files) throws FormatException {
        Optional<ModelFamily> family = claiming(files);
        if (family.isEmpty()) {
            throw new Unclaimed(files).refusal(ALL);
        }
        QuantizedFolder.refuse(files.metadata());
        return family.get();
    }
}
