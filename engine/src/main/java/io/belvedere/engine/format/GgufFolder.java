package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the GGUF files of a folder apart by what they hold: text models, and picture encoders that go with them ("mmproj"). */
final class GgufFolder {
    private static final String SUFFIX = ".gguf";

    private final Path folder;
    private final FormatLimits limits;

    GgufFolder(Path folder, FormatLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    static boolean isProjector(ModelMetadata metadata) {
        return is(metadata, "general.architecture", "clip") || is(metadata, "general.type", "mmproj");
    }

    /** The one text model; a sharded one by its first part. */
    Path onlyModel() throws IOException {
        List<Path> models = new ArrayList<>();
        for (Path file : files()) {
            if (!isProjector(file)) {
                models.add(file);
            }
        }
        if (models.isEmpty()) {
            throw new FormatException(
                    folder, "holds neither a safetensors model (model.safetensors or its index) nor a GGUF text model");
        }
        if (models.size() > 1) {
            throw new FormatException(folder, "holds several GGUF text models; name one of them: " + names(models));
        }
        return models.getFirst();
    }

    /** The one picture encoder beside a text model, if there is any. */
    Optional<Path> onlyProjector(Path model) throws IOException {
        List<Path> projectors = new ArrayList<>();
        for (Path file : files()) {
            if (!Files.isSameFile(file, model) && isProjector(file)) {
                projectors.add(file);
            }
        }
        if (projectors.size() > 1) {
            throw new FormatException(
                    folder, "holds several picture encoders; choose one with --mmproj: " + names(projectors));
        }
        return projectors.stream().findFirst();
    }

    private boolean isProjector(Path file) throws IOException {
        try (Mappings mapping = new Mappings()) {
            return isProjector(GgufReader.readMetadata(file, mapping.map(file), limits));
        } catch (FormatException e) {
            if (name(file).contains("mmproj")) {
                throw e;
            }
            return false; // broken, but nobody asked for it; if it is the model, opening it will tell
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> name(file).endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .filter(file -> !GgufShards.isLaterPart(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean is(ModelMetadata metadata, String key, String wanted) {
        return metadata.value(key) instanceof MetadataValue.Text text
                && text.value().equals(wanted);
    }

    private static String names(List<Path> files) {
        return files.stream().map(GgufFolder::name).collect(Collectors.joining(", "));
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
