package io.belvedere.engine.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Looks at what a path leads to, and tells apart what is not there from what can't be reached. */
final class ModelPath {
    private static final int FIRST_BYTES = 16;

    private ModelPath() {}

    /**
     * Whether there is something at the path.
     *
     * @throws FormatException if that can't be told: a folder on the way is closed, a link leads nowhere
     */
    static boolean exists(Path path) throws FormatException {
        try {
            attributes(path);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FormatException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new FormatException(path, "can't be looked at: " + e.getReason());
        } catch (IOException e) {
            throw new FormatException(path, "can't be looked at: " + e.getMessage());
        }
    }

    /** @throws FormatException if it is no regular file that can be opened, saying why */
    static void requireFile(Path path) throws FormatException {
        if (!exists(path)) {
            throw new FormatException(path, "there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new FormatException(path, "is no regular file" + (Files.isDirectory(path) ? " but a folder" : ""));
        }
    }

    /** The first bytes of a file, as many as tell the formats apart. */
    static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FIRST_BYTES);
        }
    }

    private static void attributes(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw new FormatException(
                    path,
                    "can't be reached: the user " + System.getProperty("user.name") + " may not enter "
                            + closedFolder(path) + "; open it to that user (chmod +x), or put the model elsewhere");
        } catch (FileSystemException e) {
            if (Files.isSymbolicLink(path)) {
                throw new FormatException(
                        path,
                        "is a link to " + Files.readSymbolicLink(path)
                                + ", which leads to no file: the download may be incomplete; get it again");
            }
            throw e;
        }
    }

    /** The first folder on the way to the path that lets nothing in it be seen. */
    private static String closedFolder(Path path) {
        Path whole = path.toAbsolutePath();
        Path folder = whole.resolve("/");
        for (Path name : whole) {
            try {
                Files.readAttributes(folder.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                return "the folder " + folder;
            }
            folder = folder.resolve(name);
        }
        return "a folder that a link on the way leads through";
    }
}
