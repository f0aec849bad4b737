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
import org.jspecify.annotations.Nullable;

/** Collects the tensors of one file: every one inside the file, no name twice, no byte in two tensors. */
final class StoredTensors {
    /** @param type null: one that nothing computes with, which {@code typeName} names */
    private record Declared(
            String name, @Nullable DType type, String typeName, Shape shape, long begin, long end, long at) {}

    private final Path file;
    private final StoredBytes content;
    private final SequencedMap<String, Declared> tensors = new LinkedHashMap<>();

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
        checkRows(name, type, extents, declaredAt);
        long end = end(name, begin, type.bytes(elements(name, extents, declaredAt)), declaredAt);
        put(new Declared(name, type, type.toString(), Shape.of(extents), begin, end, declaredAt));
        return end;
    }

    /** A tensor of a type that nothing computes with: it only must be where it says. */
    void addUnread(String name, String type, int[] extents, long begin, long size, long declaredAt)
            throws FormatException {
        long end = end(name, begin, size, declaredAt);
        put(new Declared(name, null, type, Shape.of(extents), begin, end, declaredAt));
    }

    private void put(Declared tensor) throws FormatException {
        if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
            throw new FormatException(file, tensor.at(), "tensor " + tensor.name() + " is there twice");
        }
    }

    /**
     * The tensors in the order of their declaration, once it is sure that the file has them all and none share bytes.
     */
    FileTensors all() throws FormatException {
        List<Declared> places = new ArrayList<>(tensors.values());
        places.sort(Comparator.comparingLong(Declared::begin));
        requireWhole();
        for (int i = 1; i < places.size(); i++) {
            Declared before = places.get(i - 1);
            Declared place = places.get(i);
            if (place.begin() < before.end()) {
                throw new FormatException(
                        file, place.begin(), "tensors " + before.name() + " and " + place.name() + " overlap");
            }
        }
        List<Tensor> read = new ArrayList<>();
        SequencedMap<String, String> unread = new LinkedHashMap<>();
        for (Declared place : tensors.sequencedValues()) {
            if (place.type() == null) {
                unread.put(place.name(), place.typeName());
            } else {
                StoredBytes bytes = content.slice(place.begin(), place.end() - place.begin());
                read.add(new Tensor(place.name(), place.type(), place.shape(), bytes));
            }
        }
        return new FileTensors(read, unread);
    }

    /** A download or copy that stopped early has its header, but not all that the header tells of. */
    private void requireWhole() throws FormatException {
        Declared last = null;
        for (Declared tensor : tensors.values()) {
            last = last == null || tensor.end() > last.end() ? tensor : last;
        }
        if (last != null && last.end() > content.size()) {
            throw incomplete(file, content.size(), last.end(), "tensor " + last.name() + " ends there");
        }
    }

    /** @param why the file should have that many bytes */
    static FormatException incomplete(Path file, long size, long expected, String why) {
        return new FormatException(
                file,
                "is incomplete: it has " + size + " bytes of " + expected + " (" + why
                        + "); the download or the copy stopped early, get it again");
    }

    private long end(String name, long begin, long size, long declaredAt) throws FormatException {
        if (begin < 0 || size < 0 || begin > Long.MAX_VALUE - size) {
            throw new FormatException(
                    file,
                    declaredAt,
                    "tensor " + name + " takes " + size + " bytes from byte " + begin + " on: absurd");
        }
        return begin + size;
    }

    private long elements(String name, int[] extents, long declaredAt) throws FormatException {
        long elements = 1;
        try {
            for (int extent : extents) {
                elements = Math.multiplyExact(elements, extent);
            }
            Math.multiplyExact(elements, Long.BYTES); // no type takes more for an element
            return elements;
        } catch (ArithmeticException e) {
            throw new FormatException(file, declaredAt, "tensor " + name + " has more than 2^63 bytes");
        }
    }

    private void checkRows(String name, DType type, int[] extents, long declaredAt) throws FormatException {
        int row = extents[extents.length - 1];
        if (row % type.blockElements() != 0) {
            throw new FormatException(
                    file,
                    declaredAt,
                    "tensor " + name + " has rows of " + row + " elements, which " + type + " can't store in blocks of "
                            + type.blockElements());
        }
    }

    /** Bytes of a tensor with elements of a plain type. */
    long plainBytes(String name, int[] extents, int elementBytes, long declaredAt) throws FormatException {
        return elements(name, extents, declaredAt) * elementBytes;
    }
}
