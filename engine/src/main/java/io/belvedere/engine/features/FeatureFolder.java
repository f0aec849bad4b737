package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Features of one model in a folder, a file for each picture, so that a restart does not forget; never above a budget
 * in bytes, the oldest used out first. Any thread.
 *
 * <p>A file is written under another name, forced to disk and renamed: whoever reads finds a whole file or none, also
 * beside other processes and after a crash. What is not whole, or not of this version, model and picture, is never
 * served; it counts as absent and is deleted. Nothing that goes wrong with the disk reaches the caller: it is a miss,
 * and the first time a warning.
 *
 * <p>The order of use is kept in memory. It begins with the files' modification times, and a read sets that time, so
 * that it also outlives the process. Uses that memory answered are not uses of the file. Another process' files are met
 * by reading them, and counted from then on; until then the folder may be above the budget.
 */
public final class FeatureFolder {
    private static final Logger LOG = System.getLogger(FeatureFolder.class.getName());

    private final Path folder;
    private final FeatureFormat format;
    private final long budgetBytes;
    private final long largestBytes;
    private final UseOrder<Path> files = new UseOrder<>(); // guarded by this, as are the counts, renaming and deleting
    private long hits;
    private long misses;
    private long evictions;
    private long refusals;
    private long failures;

    /**
     * Counts since the opening, and what is held now.
     *
     * @param hits look-ups that found something
     * @param misses look-ups that found nothing, for whichever reason
     * @param bytes of the files held now, at most the budget while one process uses the folder
     * @param files pictures held now
     * @param evictions pictures that made room for others
     * @param refusals files that were damaged or of another version, model or picture
     * @param failures of the disk: no permission, no space, no folder
     */
    public record Stats(long hits, long misses, long bytes, int files, long evictions, long refusals, long failures) {}

    private FeatureFolder(Path folder, String fingerprint, long budgetBytes) {
        if (budgetBytes < 0) {
            throw new IllegalArgumentException("budgetBytes must be at least 0, given " + budgetBytes);
        }
        this.folder = folder;
        this.format = new FeatureFormat(fingerprint);
        this.budgetBytes = budgetBytes;
        this.largestBytes = Math.min(budgetBytes, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Opens a folder, creates it if there is none, clears what a crash left and deletes the oldest used above the
     * budget. A folder that can't be used is warned of, and finds nothing.
     *
     * @param fingerprint names the model: all that decides, besides the key, which features come out; models that
     *     differ in it delete each other's files, so give each a folder
     * @param budgetBytes for the files, at least 0; a picture that takes more, or more than a quarter of the heap, is
     *     neither written nor read
     * @throws IllegalArgumentException if the budget is negative
     */
    public static FeatureFolder open(Path folder, String fingerprint, long budgetBytes) {
        FeatureFolder opened = new FeatureFolder(folder, fingerprint, budgetBytes);
        opened.takeStock();
        return opened;
    }

    private synchronized void takeStock() {
        try {
            Files.createDirectories(folder);
            FolderListing listing = FolderListing.of(folder);
            listing.leftovers().forEach(this::delete);
            listing.pictures().forEach(picture -> files.put(picture.key(), picture.file(), picture.bytes()));
            evictTo(budgetBytes);
        } catch (IOException e) {
            failed("opened", e);
        }
    }

    /** The features of a picture, if a whole file holds them; reads on the caller's thread. */
    public Optional<ImageFeatures> find(ImageKey key) {
        Optional<ImageFeatures> found = read(key, file(key));
        synchronized (this) {
            if (found.isPresent()) {
                hits++;
            } else {
                misses++;
            }
        }
        return found;
    }

    private Optional<ImageFeatures> read(ImageKey key, Path file) {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile()) {
                throw new UnusableFileException("it is no regular file"); // opening a pipe would wait for its writer
            }
            ImageFeatures features;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                features = format.read(channel, key, largestBytes);
            }
            use(key, file, FeatureFormat.fileBytes(features));
            return Optional.of(features);
        } catch (NoSuchFileException e) {
            forget(key);
        } catch (UnusableFileException e) {
            refuse(key, file, e);
        } catch (ClosedByInterruptException e) {
            LOG.log(Level.DEBUG, "a request ended while its picture's features were read");
        } catch (IOException e) {
            failed("read", e);
        }
        return Optional.empty();
    }

    /** Marks a file as the last used, here and for later processes; one that is gone meanwhile is forgotten. */
    private synchronized void use(ImageKey key, Path file, long bytes) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            files.put(key, file, bytes);
        } catch (NoSuchFileException e) {
            files.remove(key);
        } catch (IOException e) {
            failed("written to", e);
        }
    }

    private synchronized void forget(ImageKey key) {
        files.remove(key);
    }

    private synchronized void refuse(ImageKey key, Path file, UnusableFileException reason) {
        refusals++;
        LOG.log(Level.DEBUG, () -> "deleting " + file + ": " + reason.getMessage());
        files.remove(key);
        delete(file);
    }

    /**
     * Writes a picture's file and waits for the disk, after deleting as many of the oldest used as it needs room. One
     * that is larger than may be is not kept.
     *
     * @throws IllegalArgumentException if there are not {@code levels} times {@code tokens} times {@code width}
     *     values, at least one
     */
    public void put(ImageKey key, ImageFeatures features) {
        long bytes = FeatureFormat.fileBytes(features);
        if (bytes > largestBytes) {
            return;
        }
        evictTo(budgetBytes - bytes);
        try {
            Path temporary = FolderListing.createTemporary(folder, key);
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    format.write(channel, key, features);
                    channel.force(true);
                }
                publish(temporary, key, bytes);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (ClosedByInterruptException e) {
            LOG.log(Level.DEBUG, "a picture's features were not written: the cache is closing");
        } catch (IOException e) {
            failed("written to", e);
        }
    }

    private synchronized void publish(Path temporary, ImageKey key, long bytes) throws IOException {
        Path file = file(key);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        files.put(key, file, bytes);
        evictTo(budgetBytes); // another thread may have made room for its own picture only
    }

    private synchronized void evictTo(long limit) {
        for (Path file : files.shrinkTo(limit)) {
            evictions++;
            delete(file);
        }
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failed("cleared", e);
        }
    }

    private synchronized void failed(String act, IOException e) {
        Level level = failures++ == 0 ? Level.WARNING : Level.DEBUG;
        LOG.log(
                level,
                () -> "the folder for image features, " + folder + ", can't be " + act + " (" + e
                        + "). Pictures that it should hold are encoded again. "
                        + "Check that it exists, that this process may read and write it and that the disk has space. Said once.");
    }

    private Path file(ImageKey key) {
        return folder.resolve(FolderListing.fileName(key));
    }

    /** All counts at one moment. */
    public synchronized Stats stats() {
        return new Stats(hits, misses, files.bytes(), files.size(), evictions, refusals, failures);
    }
}
