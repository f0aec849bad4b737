package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the GGUF files of a folder apart by what they hold: text models, and picture encoders that go with them
 * ("mmproj").
 */
final class GgufFolder {
    private static final String SUFFIX = ".gguf";

    /** Of downloads that are not finished. */
    private static final Pattern PARTIAL =
            Pattern.compile("(?i).*\\.(part|partial|tmp|incomplete|crdownload|download|aria2)");

    private static final Pattern PYTORCH = Pattern.compile(".*\\.(bin|pt|pth|ckpt)");
    private static final int NAMES_SHOWN = 10;

    /** Judges a file by what it holds. */
    @FunctionalInterface
    private interface Test {
        boolean holds(Path file) throws IOException;
    }

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
        List<Path> models = those(file -> !isProjector(file));
        if (models.isEmpty()) {
            throw noModel();
        }
        if (models.size() > 1) {
            throw new FormatException(folder, "holds several GGUF text models; name one of them: " + names(models));
        }
        return models.getFirst();
    }

    /** The one picture encoder beside a text model, if there is any. */
    Optional<Path> onlyProjector(Path model) throws IOException {
        List<Path> projectors = those(file -> !Files.isSameFile(file, model) && isProjector(file));
        if (projectors.size() > 1) {
            throw new FormatException(
                    folder, "holds several picture encoders; choose one with --mmproj: " + names(projectors));
        }
        return projectors.stream().findFirst();
    }

    /** Those of the files that are named as GGUF files; if none is so, those that are GGUF files under other names. */
    private List<Path> those(Test test) throws IOException {
        List<Path> others = new ArrayList<>();
        List<Path> found = new ArrayList<>();
        for (Path file : entries()) {
            if (!name(file).toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
                others.add(file);
            } else if (Files.isRegularFile(file) && !GgufShards.isLaterPart(file) && test.holds(file)) {
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            for (Path file : others) {
                if (!PARTIAL.matcher(name(file)).matches() && isGguf(file) && test.holds(file)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static boolean isGguf(Path file) {
        try {
            return Files.isRegularFile(file) && Signature.isGguf(ModelPath.firstBytes(file));
        } catch (IOException e) {
            return false; // nobody asked for it
        }
    }

    private FormatException noModel() throws IOException {
        List<String> names = entries().stream().map(GgufFolder::name).toList();
        String advice = "name the file or the folder that holds one";
        if (names.contains("adapter_config.json")) {
            advice = "an adapter (LoRA) is no model of its own: merge it into the model that it was made for";
        } else if (names.stream().anyMatch(name -> name.endsWith(".safetensors"))) {
            advice = "get model.safetensors.index.json too, or name the one safetensors file that is the model";
        } else if (names.stream().anyMatch(name -> PYTORCH.matcher(name).matches())) {
            advice = "PyTorch files are not read: take the model as safetensors or GGUF";
        } else if (names.stream().anyMatch(name -> PARTIAL.matcher(name).matches())) {
            advice = "a download has not finished";
        }
        String held = names.isEmpty()
                ? "nothing"
                : names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                        + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
        return new FormatException(
                folder,
                "holds neither a safetensors model (model.safetensors or its index) nor a GGUF text model, but " + held
                        + "; " + advice);
    }

    private boolean isProjector(Path file) throws IOException {
        try (Mappings mapping = new Mappings()) {
            return isProjector(GgufReader.readMetadata(file, mapping.map(file), limits));
        } catch (FormatException e) {
            if (name(file).toLowerCase(Locale.ROOT).contains("mmproj")) {
                throw e;
            }
            return false; // broken, but nobody asked for it; if it is the model, opening it will tell
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (AccessDeniedException e) {
            throw new FormatException(
                    folder,
                    "can't be searched for the files of the model: the user " + System.getProperty("user.name")
                            + " may not list the folder; allow that (chmod +r), or name the files with --model and --mmproj");
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
