package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens a GGUF text model with the picture encoder that goes with it. */
final class GgufModel {
    private GgufModel() {}

    /** @param mmproj the picture encoder; null: the only one beside the model, if any */
    static ModelContent open(Path model, @Nullable Path mmproj, Mappings mappings, FormatLimits limits)
            throws IOException {
        List<GgufFile> files = GgufShards.read(model, mappings, limits);
        ModelMetadata metadata = files.getFirst().metadata();
        List<ModelContent.Part> parts = new ArrayList<>();
        for (GgufFile file : files) {
            parts.add(new ModelContent.Part(file.metadata().source(), file.content()));
        }
        Optional<GgufFile> projector = projector(metadata, mmproj, mappings, limits);
        projector.ifPresent(
                file -> parts.add(new ModelContent.Part(file.metadata().source(), file.content())));
        return new ModelContent(metadata, projector.map(GgufFile::metadata), parts, Optional.empty());
    }

    private static Optional<GgufFile> projector(
            ModelMetadata model, @Nullable Path given, Mappings mappings, FormatLimits limits) throws IOException {
        Optional<Path> path = Optional.ofNullable(given);
        if (given == null && !GgufFolder.isProjector(model)) {
            Path folder = model.source().resolveSibling("");
            path = new GgufFolder(folder, limits).onlyProjector(model.source());
        }
        if (path.isEmpty()) {
            return Optional.empty();
        }
        GgufFile projector = GgufReader.read(path.get(), mappings.map(path.get()), limits);
        if (!GgufFolder.isProjector(projector.metadata())) {
            throw new FormatException(
                    path.get(),
                    "is no picture encoder: general.architecture is "
                            + projector
                                    .metadata()
                                    .optionalText("general.architecture")
                                    .orElse("missing")
                            + " instead of clip; give the model's mmproj file with --mmproj, the text model with --model");
        }
        return Optional.of(projector);
    }
}
