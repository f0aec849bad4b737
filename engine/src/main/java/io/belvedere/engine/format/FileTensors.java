package io.belvedere.engine.format;

import io.belvedere.compute.Tensor;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The tensors of one file.
 *
 * @param tensors in the file's order; their bytes belong to the mapping that was read
 * @param unread those of types that nothing computes with: name and type, as the format calls it. Files hold counters
 *     and masks that no model needs
 */
public record FileTensors(List<Tensor> tensors, SequencedMap<String, String> unread) {
    public FileTensors {
        tensors = List.copyOf(tensors);
        unread = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(unread));
    }

    int count() {
        return tensors.size() + unread.size();
    }

    /** Of all tensors, whatever their type. */
    Set<String> names() {
        Set<String> names = new HashSet<>(unread.keySet());
        tensors.forEach(tensor -> names.add(tensor.name()));
        return names;
    }
}
