package io.belvedere.engine.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a model's files.
 *
 * @param projector of the picture encoder, where it is a file of its own
 * @param documents the folder that holds JSON and template files of the model
 */
record ModelContent(
        ModelMetadata metadata, Optional<ModelMetadata> projector, List<Part> parts, Optional<Path> documents) {
    /** The tensors of one file, named as the model knows them. */
    record Part(Path file, FileTensors content) {}
}
