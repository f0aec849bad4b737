package io.belvedere.engine.format;

import io.belvedere.compute.Tensor;
import java.util.List;

/**
 * One GGUF file, read.
 *
 * @param metadata its own; of a sharded set only the first part has all of it
 */
public record GgufFile(ModelMetadata metadata, FileTensors content) {
    /** In the file's order; their bytes belong to the mapping that was read. */
    public List<Tensor> tensors() {
        return content.tensors();
    }
}
