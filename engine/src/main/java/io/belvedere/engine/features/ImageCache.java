package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Features of pictures by what the model sees of them: looked up in memory, then in a folder, if there is one. Any
 * thread. Values are shared, not copied: nobody changes an array that was put or found.
 */
public final class ImageCache implements AutoCloseable {
    private final FeatureCache memory;
    private final @Nullable OnDisk disk;

    private record OnDisk(FeatureFolder folder, FolderWriter writer) {}

    /**
     * Counts since the start, and what is held now.
     *
     * @param memory of what is held in memory
     * @param disk of the folder; empty: there is none
     * @param skippedWrites pictures that were not written to the folder because too many waited
     */
    public record Stats(FeatureCache.Stats memory, Optional<FeatureFolder.Stats> disk, long skippedWrites) {}

    private ImageCache(FeatureCache memory, @Nullable OnDisk disk) {
        this.memory = memory;
        this.disk = disk;
    }

    /**
     * A cache that a restart empties.
     *
     * @param budgetBytes of memory, at least 0; 0 keeps nothing
     * @throws IllegalArgumentException if it is negative
     */
    public static ImageCache inMemory(long budgetBytes) {
        return new ImageCache(new FeatureCache(budgetBytes), null);
    }

    /**
     * A cache that also keeps its pictures in a folder, written by a thread of its own.
     *
     * @param budgetBytes of memory, at least 0; with 0 each look-up reads the folder
     * @throws IllegalArgumentException if it is negative
     */
    public static ImageCache over(FeatureFolder folder, long budgetBytes) {
        FeatureCache memory = new FeatureCache(budgetBytes);
        return new ImageCache(memory, new OnDisk(folder, new FolderWriter(folder::put, FolderWriter.Limits.DEFAULTS)));
    }

    /**
     * The features of a picture from memory, or from the folder, which then goes to memory too; the latter reads a file
     * on the caller's thread.
     */
    public Optional<ImageFeatures> find(ImageKey key) {
        Optional<ImageFeatures> found = memory.find(key);
        if (found.isEmpty() && disk != null) {
            found = disk.folder().find(key);
            found.ifPresent(features -> memory.put(key, features));
        }
        return found;
    }

    /** Keeps features in memory and queues them for the folder; waits for no disk. */
    public void put(ImageKey key, ImageFeatures features) {
        memory.put(key, features);
        if (disk != null) {
            disk.writer().offer(key, features);
        }
    }

    /** What happened so far. */
    public Stats stats() {
        return disk == null
                ? new Stats(memory.stats(), Optional.empty(), 0)
                : new Stats(
                        memory.stats(),
                        Optional.of(disk.folder().stats()),
                        disk.writer().skipped());
    }

    /**
     * Writes what is queued, for about ten seconds at most, and ends the thread; {@link #find} still answers. Safe to
     * call again.
     */
    @Override
    public void close() {
        if (disk != null) {
            disk.writer().close();
        }
    }
}
