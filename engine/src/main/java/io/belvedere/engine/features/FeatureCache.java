package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.ImageFeatures;
import java.util.Optional;

/**
 * Features in memory, the least recently used out first, never above a budget in bytes. Any thread. Values are shared,
 * not copied: nobody changes an array that was put or found.
 */
public final class FeatureCache {
    /** What an entry takes besides its values: key, map node, record and array header, rounded up. */
    static final int ENTRY_BYTES = 256;

    private final long budgetBytes;
    private final UseOrder<ImageFeatures> entries = new UseOrder<>(); // guarded by this, as are the counts
    private long hits;
    private long misses;
    private long evictions;

    /**
     * Counts since the start, and what is held now.
     *
     * @param hits look-ups that found something
     * @param misses look-ups that found nothing
     * @param bytes held now, at most the budget
     * @param entries pictures held now
     * @param evictions pictures that made room for others
     */
    public record Stats(long hits, long misses, long bytes, int entries, long evictions) {}

    /**
     * @param budgetBytes for values and {@value #ENTRY_BYTES} bytes a picture; 0 keeps nothing
     * @throws IllegalArgumentException if it is negative
     */
    public FeatureCache(long budgetBytes) {
        if (budgetBytes < 0) {
            throw new IllegalArgumentException("budgetBytes must be at least 0, given " + budgetBytes);
        }
        this.budgetBytes = budgetBytes;
    }

    /** The features of a picture, from now on the last used. */
    public synchronized Optional<ImageFeatures> find(ImageKey key) {
        Optional<ImageFeatures> found = entries.use(key);
        if (found.isPresent()) {
            hits++;
        } else {
            misses++;
        }
        return found;
    }

    /**
     * Keeps features in place of what had this key; a picture that alone is larger than the budget is not kept and
     * drives nothing out.
     */
    public synchronized void put(ImageKey key, ImageFeatures features) {
        long bytes = ENTRY_BYTES + (long) features.values().length * Float.BYTES;
        entries.remove(key);
        if (bytes <= budgetBytes) {
            evictions += entries.shrinkTo(budgetBytes - bytes).size();
            entries.put(key, features, bytes);
        }
    }

    /** All counts at one moment. */
    public synchronized Stats stats() {
        return new Stats(hits, misses, entries.bytes(), entries.size(), evictions);
    }
}
