package io.belvedere.engine.format;

import io.belvedere.compute.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model's files, mapped into memory: its tensors by name, its metadata, the documents beside it. Closing releases the
 * mappings; tensors and lists of the metadata must not be used after that.
 *
 * <p>Nobody may shorten the files while they are open: reading a part that is gone ends in an {@link InternalError},
 * copying it in an {@link java.io.UncheckedIOException}.
 */
public final class ModelFiles implements AutoCloseable {
    private final Path path;
    private final Mappings mappings;
    private final FormatLimits limits;
    private final ModelContent content;
    private final SequencedMap<String, Tensor> tensors;
    private final SequencedMap<String, String> unread = new LinkedHashMap<>();

    private ModelFiles(Path path, Mappings mappings, FormatLimits limits, ModelContent content) throws FormatException {
        this.path = path;
        this.mappings = mappings;
        this.limits = limits;
        this.content = content;
        this.tensors = byName(content.parts());
    }

    /** Opens with the default limits. */
    public static ModelFiles open(Path model, @Nullable Path mmproj) throws IOException {
        return open(model, mmproj, FormatLimits.DEFAULTS);
    }

    /**
     * Opens a GGUF file (any part of a sharded one), a folder with safetensors or one of its safetensors files, or a
     * folder with one GGUF text model.
     *
     * @param mmproj the picture encoder of a GGUF model; null: the one beside it, if there is exactly one
     * @throws FormatException if a file is missing, broken, not supported, or it is not clear which file is meant
     */
    public static ModelFiles open(Path model, @Nullable Path mmproj, FormatLimits limits) throws IOException {
        Mappings mappings = new Mappings();
        try {
            return new ModelFiles(model, mappings, limits, read(model, mmproj, mappings, limits));
        } catch (IOException | RuntimeException | Error e) {
            mappings.close();
            throw e;
        }
    }

    /** What was asked for. */
    public Path path() {
        return path;
    }

    /** Of the text model, or of the whole model where it is one folder. */
    public ModelMetadata metadata() {
        return content.metadata();
    }

    /** Of the picture encoder that goes with a GGUF text model. */
    public Optional<ModelMetadata> projector() {
        return content.projector();
    }

    /** All tensors, the picture encoder's too, in the files' order. */
    public List<Tensor> tensors() {
        return List.copyOf(tensors.sequencedValues());
    }

    /**
     * A tensor by its name, as it is stored.
     *
     * @throws FormatException if there is none
     */
    public Tensor tensor(String name) throws FormatException {
        return find(name)
                .orElseThrow(() -> new FormatException(path, "has no tensor " + name + ", which the model needs"));
    }

    /** @throws FormatException if it is there, but of a type that nothing computes with */
    public Optional<Tensor> find(String name) throws FormatException {
        if (unread.containsKey(name)) {
            throw new FormatException(
                    path,
                    "tensor " + name + " has type " + unread.get(name)
                            + ", which is not supported; take the model with weights in F32, F16 or BF16, or as a GGUF file");
        }
        return Optional.ofNullable(tensors.get(name));
    }

    /** As they are stored, of all tensors, whatever their type. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(tensors.keySet());
        names.addAll(unread.keySet());
        return names;
    }

    /** Names and types of the tensors that are there, but of types that nothing computes with. */
    SequencedMap<String, String> unread() {
        return Collections.unmodifiableSequencedMap(unread);
    }

    /**
     * A file of the model's folder, such as {@code tokenizer.json}; empty if there is none, and for GGUF, which has it
     * all in one file.
     *
     * @throws FormatException if it passes the limit, or the name leads elsewhere
     */
    public Optional<byte[]> document(String fileName) throws IOException {
        Optional<Path> folder = content.documents();
        return folder.isEmpty() ? Optional.empty() : new Documents(folder.get(), limits).read(fileName);
    }

    /** The mapped files. */
    public List<Path> files() {
        return mappings.files();
    }

    /** Size of the mapped files together. */
    public long bytes() {
        return mappings.bytes();
    }

    /** When the youngest of the mapped files was changed. */
    public Instant lastModified() {
        return mappings.lastModified();
    }

    @Override
    public void close() {
        mappings.close();
    }

    private static ModelContent read(Path model, @Nullable Path mmproj, Mappings mappings, FormatLimits limits)
            throws IOException {
        if (!ModelPath.exists(model)) {
            throw new FormatException(
                    model,
                    "there is no such file or folder; a model is a GGUF file or a folder with safetensors files, and is not"
                            + " downloaded by its name");
        }
        boolean folder = Files.isDirectory(model);
        if (folder && !SafetensorsModel.isIn(model)) {
            return GgufModel.open(new GgufFolder(model, limits).onlyModel(), mmproj, mappings, limits);
        }
        if (!folder && !isSafetensors(model)) {
            return GgufModel.open(model, mmproj, mappings, limits);
        }
        if (mmproj != null) {
            throw new FormatException(
                    mmproj, "can't go with a safetensors model, which has its picture encoder inside");
        }
        return folder
                ? SafetensorsModel.open(model, mappings, limits)
                : SafetensorsModel.openFile(model, mappings, limits);
    }

    /** By what it holds, where that tells; else by its name. */
    private static boolean isSafetensors(Path file) throws IOException {
        ModelPath.requireFile(file);
        byte[] first = ModelPath.firstBytes(file);
        return Signature.isSafetensors(first) || (file.toString().endsWith(".safetensors") && !Signature.isGguf(first));
    }

    private SequencedMap<String, Tensor> byName(List<ModelContent.Part> parts) throws FormatException {
        SequencedMap<String, Tensor> byName = new LinkedHashMap<>();
        Map<String, Path> origins = new HashMap<>();
        for (ModelContent.Part part : parts) {
            for (Tensor tensor : part.content().tensors()) {
                requireNew(tensor.name(), part.file(), origins);
                byName.put(tensor.name(), tensor);
            }
            for (String name : part.content().unread().sequencedKeySet()) {
                requireNew(name, part.file(), origins);
            }
            unread.putAll(part.content().unread());
        }
        return byName;
    }

    private static void requireNew(String tensor, Path file, Map<String, Path> origins) throws FormatException {
        Path before = origins.putIfAbsent(tensor, file);
        if (before != null) {
            throw new FormatException(file, "tensor " + tensor + " is there twice, also in " + before);
        }
    }
}
