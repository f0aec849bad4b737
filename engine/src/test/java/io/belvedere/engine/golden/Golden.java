package io.belvedere.engine.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A folder of reference outputs: the one that system property {@code belvedere.golden} names, or the copy among the
 * test resources. What it holds (models, cases, pictures, strings) is discovered, so any folder in the same layout will
 * do; the layout is described in the copy's README.
 *
 * <p>Names are relative to the folder. A file may also be there compressed, with {@code .gz} at its end.
 */
public final class Golden {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Golden SET = new Golden(locate());

    private final Path root;
    private final Map<String, Path> unpacked = new ConcurrentHashMap<>();

    private Golden(Path root) {
        this.root = root;
    }

    /** The set that this run of the tests uses. */
    public static Golden set() {
        return SET;
    }

    public boolean has(String name) {
        return Files.exists(root.resolve(name)) || Files.exists(root.resolve(name + ".gz"));
    }

    /**
     * The file or folder of that name, unpacked to a temporary file if it is kept compressed; a failure if there is
     * none.
     */
    public Path path(String name) {
        Path plain = root.resolve(name);
        return Files.exists(plain) ? plain : unpacked.computeIfAbsent(name, this::unpack);
    }

    public JsonNode json(String name) {
        return JSON.readTree(path(name).toFile());
    }

    public GoldenTensors tensors(String name) {
        return GoldenTensors.read(path(name));
    }

    /**
     * Names of the entries of a folder that end in {@code suffix}, sorted, as {@code folder/entry}; empty if there is
     * no such folder.
     */
    public List<String> entries(String folder, String suffix) {
        Path directory = root.resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            String prefix = folder.isEmpty() ? "" : folder + "/";
            return entries.map(entry -> entry.getFileName().toString())
                    .map(name -> name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name)
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> prefix + name)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The models of a type ({@code model_type} of config.json, such as {@code qwen2_5_vl}); a failure if there is none.
     */
    public List<GoldenModel> models(String type) {
        List<GoldenModel> models = entries("", "").stream()
                .filter(name -> has(name + "/config.json"))
                .map(name -> new GoldenModel(this, name, json(name + "/config.json")))
                .filter(model -> model.type().equals(type))
                .toList();
        if (models.isEmpty()) {
            throw new AssertionError("no model of type " + type + " in " + root);
        }
        return models;
    }

    /** Every model case of the models of a type; a failure if there is none. */
    public List<GoldenCase> cases(String type) {
        List<GoldenCase> cases =
                models(type).stream().flatMap(model -> model.cases().stream()).toList();
        if (cases.isEmpty()) {
            throw new AssertionError("no case for a model of type " + type + " in " + root);
        }
        return cases;
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private Path unpack(String name) {
        Path packed = root.resolve(name + ".gz");
        if (!Files.exists(packed)) {
            throw new AssertionError("the golden set " + root + " has no " + name);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Path file = Files.createTempFile(
                    "golden-", "-" + packed.getFileName().toString().replaceAll("\\.gz$", ""));
            file.toFile().deleteOnExit();
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path locate() {
        Optional<String> given =
                Optional.ofNullable(System.getProperty("belvedere.golden")).filter(path -> !path.isBlank());
        if (given.isPresent()) {
            Path folder = Path.of(given.get()).toAbsolutePath();
            if (!Files.isDirectory(folder)) {
                throw new AssertionError("belvedere.golden names no folder: " + folder);
            }
            return folder;
        }
        URL readme = Golden.class.getResource("/golden/README.md");
        if (readme == null) {
            throw new AssertionError("no golden set among the test resources");
        }
        return Path.of(URI.create(readme.toString())).getParent();
    }
}
