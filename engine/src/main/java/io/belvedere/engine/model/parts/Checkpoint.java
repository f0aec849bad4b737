package io.belvedere.engine.model.parts;

import io.belvedere.compute.Backend;
import io.belvedere.compute.Shape;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.Weight;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.layers.Linear;
import io.belvedere.engine.model.LoadProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A model's tensors by its family's names: found, checked for their shapes and prepared for a backend. Any thread. */
public final class Checkpoint {
    private final ModelFiles files;
    private final Backend backend;
    private final LoadProgress progress;
    private final long allBytes;
    private final Map<String, String> stored = new HashMap<>(); // by the family's name
    private final AtomicLong preparedBytes = new AtomicLong();

    /** @throws FormatException if two tensors have one name in the family */
    public Checkpoint(ModelFiles files, Backend backend, TensorNaming naming, LoadProgress progress)
            throws FormatException {
        this.files = files;
        this.backend = backend;
        this.progress = progress;
        this.allBytes = files.tensors().stream().mapToLong(Tensor::byteSize).sum();
        for (String name : files.names()) {
            String other = stored.put(naming.canonical(name), name);
            if (other != null) {
                throw new FormatException(
                        files.path(),
                        "tensor " + naming.canonical(name) + " is there twice, as " + other + " and as " + name);
            }
        }
    }

    /** Prepared for products. */
    public Weight prepare(Tensor tensor) {
        return counted(tensor, backend.prepare(tensor));
    }

    /** The same for a matrix that is only looked up. */
    public Weight prepareTable(Tensor tensor) {
        return counted(tensor, backend.prepareTable(tensor));
    }

    private Weight counted(Tensor tensor, Weight weight) {
        progress.prepared(preparedBytes.addAndGet(tensor.byteSize()), allBytes);
        return weight;
    }

    /** Stored bytes of all that has been prepared. */
    public long preparedBytes() {
        return preparedBytes.get();
    }

    /** @throws FormatException if there is none */
    public Tensor tensor(String name) throws FormatException {
        return files.tensor(stored.getOrDefault(name, name));
    }

    /** @throws FormatException if it is there, but of a type that nothing computes with */
    public Optional<Tensor> find(String name) throws FormatException {
        return files.find(stored.getOrDefault(name, name));
    }

    /** A prepared vector. */
    public Weight vector(String name, int length) throws FormatException {
        return prepare(expect(tensor(name), Shape.of(length)));
    }

    /** Rows of the matrix {@code name.weight}: a layer's width, as the file has it. */
    public int rows(String name) throws FormatException {
        return tensor(name + ".weight").shape().rows();
    }

    /** The matrix {@code name.weight}, without bias. */
    public Linear linear(String name, int outputs, int inputs) throws FormatException {
        return new Linear(backend, prepare(matrix(name, outputs, inputs)), null);
    }

    /** The matrix {@code name.weight} and the vector {@code name.bias}. */
    public Linear biasedLinear(String name, int outputs, int inputs) throws FormatException {
        return linear(matrix(name, outputs, inputs), expect(tensor(name + ".bias"), Shape.of(outputs)));
    }

    /** @throws FormatException if it has another shape */
    public Tensor expect(Tensor tensor, Shape shape) throws FormatException {
        if (!tensor.shape().equals(shape)) {
            throw new FormatException(
                    files.path(),
                    "tensor " + tensor.name() + " is " + tensor.shape() + ", the model's other numbers ask for " + shape
                            + ": these files do not belong together");
        }
        return tensor;
    }

    /** The matrix {@code name.weight}. */
    public Tensor matrix(String name, int outputs, int inputs) throws FormatException {
        return expect(tensor(name + ".weight"), Shape.of(outputs, inputs));
    }

    /** Of tensors that are made or cut to size. */
    public Linear linear(Tensor matrix, @Nullable Tensor bias) {
        return new Linear(backend, prepare(matrix), bias == null ? null : prepare(bias));
    }
}
