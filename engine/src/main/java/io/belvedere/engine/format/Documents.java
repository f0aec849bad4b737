package io.belvedere.engine.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The files beside the weights in a model's folder; never one outside of it by its name. */
final class Documents {
    private final Path folder;
    private final FormatLimits limits;

    Documents(Path folder, FormatLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** The file's bytes, if it is there. */
    Optional<byte[]> read(String name) throws IOException {
        Path file = resolve(name);
        if (!ModelPath.exists(file)) {
            return Optional.empty();
        }
        ModelPath.requireFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limits.documentBytes());
            if (in.read() >= 0) {
                throw new FormatException(
                        file, "takes " + Files.size(file) + " bytes; the limit is " + limits.documentBytes());
            }
            Optional<String> other = Signature.tell(bytes, bytes.length);
            if (other.isPresent()) {
                throw new FormatException(file, other.get());
            }
            return Optional.of(bytes);
        }
    }

    /** The path of a plain file name; anything that could lead out of the folder is refused. */
    Path resolve(String name) throws FormatException {
        try {
            Path path = Path.of(name);
            boolean plain = path.getNameCount() == 1 && !path.isAbsolute() && name.indexOf('\\') < 0;
            if (plain && !name.isEmpty() && !name.equals(".") && !name.equals("..")) {
                return folder.resolve(path);
            }
        } catch (InvalidPathException e) {
            throw new FormatException(folder, "a file name is not valid here: " + name);
        }
        throw new FormatException(folder, "only files in this folder are read, not " + name);
    }
}
