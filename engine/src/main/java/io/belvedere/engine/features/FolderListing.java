package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of the cache a folder holds when it is opened; files of other names are not the cache's and are left alone.
 *
 * @param pictures finished files, the oldest used first
 * @param leftovers files in the writing of which a process ended
 */
record FolderListing(List<Picture> pictures, List<Path> leftovers) {
    private static final Pattern PICTURE = Pattern.compile("([0-9a-f]{64})\\.features");
    private static final Pattern LEFTOVER = Pattern.compile("[0-9a-f]{64}\\.[^.]*\\.writing");

    /**
     * A file that by its name holds a picture; nothing of its content has been read.
     *
     * @param used when it was last read or written
     */
    record Picture(ImageKey key, Path file, long bytes, FileTime used) {}

    FolderListing {
        pictures = List.copyOf(pictures);
        leftovers = List.copyOf(leftovers);
    }

    /** The name of a picture's file. */
    static String fileName(ImageKey key) {
        return key.sha256() + ".features";
    }

    /** A new empty file of a name that no other thread or process has, for writing what is then renamed. */
    static Path createTemporary(Path folder, ImageKey key) throws IOException {
        return Files.createTempFile(
                folder, key.sha256() + ".", ".writing"); // its owner's alone where the system knows owners
    }

    static FolderListing of(Path folder) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        List<Path> leftovers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                Matcher picture = PICTURE.matcher(name);
                if (picture.matches()) {
                    addTo(pictures, new ImageKey(picture.group(1)), file);
                } else if (LEFTOVER.matcher(name).matches()) {
                    leftovers.add(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        pictures.sort(Comparator.comparing(Picture::used));
        return new FolderListing(pictures, leftovers);
    }

    private static void addTo(List<Picture> pictures, ImageKey key, Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            pictures.add(new Picture(key, file, attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            // another process on this folder has deleted it since the listing
        }
    }
}
