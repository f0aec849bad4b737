package io.belvedere.engine.format;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Collects the tensors of one file: every one inside the file, no name twice, no byte in two tensors. */
final class StoredTensors {
    private record Place(String name, long begin, long end) {}

    private final Path file;
    private final StoredBytes content;
    private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();

    StoredTensors(Path file, StoredBytes content) {
        this.file = file;
        this.content = content;
    }

    /**
     * @param extents slowest first
     * @param begin of its bytes in the file
     * @param declaredAt where the file declares it
     * @return where its bytes end
     */
    long add(String name, DType type, int[] extents, long begin, long declaredAt) throws FormatException {
        long size = size(name, type, extents, declaredAt);
        long left = content.size() - begin;
        if (begin < 0 || size > left) {
            throw new FormatException(
                    file,
                    declaredAt,
                    "tensor " + name + " takes " + size + " bytes from byte " + begin + " on, but the file ends at "
                            + content.size());
        }
        Tensor tensor = new Tensor(name, type, Shape.of(extents), content.slice(begin, size));
        if (tensors.putIfAbsent(name, tensor) != null) {
            throw new FormatException(file, declaredAt, "tensor " + name + " is there twice");
        }
        places.add(new Place(name, begin, begin + size));
        return begin + size;
    }

    /** The tensors in the order of their declaration, after a last check that none share bytes. */
    List<Tensor> all() throws FormatException {
        places.sort(Comparator.comparingLong(Place::begin));
        for (int i = 1; i < places.size(); i++) {
            Place before = places.get(i - 1);
            Place place = places.get(i);
            if (place.begin() < before.end()) {
                throw new FormatException(
                        file, place.begin(), "tensors " + before.name() + " and " + place.name() + " overlap");
            }
        }
        return List.copyOf(tensors.sequencedValues());
    }

    private long size(String name, DType type, int[] extents, long declaredAt) throws FormatException {
        long elements = 1;
        try {
            for (int extent : extents) {
                elements = Math.multiplyExact(elements, extent);
            }
            int row = extents[extents.length - 1];
            if (row % type.blockElements() != 0) {
                throw new FormatException(
                        file,
                        declaredAt,
                        "tensor " + name + " has rows of " + row + " elements, which " + type
                                + " can't store in blocks of " + type.blockElements());
            }
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw new FormatException(file, declaredAt, "tensor " + name + " has more than 2^63 bytes");
        }
    }
}
