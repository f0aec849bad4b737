package io.belvedere.engine.model;

import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.qwen25vl.Qwen25Vl;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one list of families. */
public final class ModelFamilies {
    private static final List<ModelFamily> ALL = List.of(new Qwen25Vl());

    private ModelFamilies() {}

    /** The family that claims the files, if one does. */
    public static Optional<ModelFamily> claiming(ModelFiles files) {
        return ALL.stream().filter(family -> family.claims(files)).findFirst();
    }

    /** @throws FormatException if no family claims the files; the message says which exist */
    public static ModelFamily require(ModelFiles files) throws FormatException {
        return claiming(files)
                .orElseThrow(() -> new FormatException(
                        files.path(),
                        "this architecture is not supported; the supported ones are: "
                                + ALL.stream().map(ModelFamily::name).collect(Collectors.joining(", "))));
    }
}
