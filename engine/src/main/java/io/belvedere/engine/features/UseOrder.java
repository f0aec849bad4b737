package io.belvedere.engine.features;

import io.belvedere.engine.image.ImageKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of pictures, in the order of its last use, and how many bytes that takes. Its owner guards it against
 * other threads.
 */
final class UseOrder<V> {
    private record Entry<T>(T value, long bytes) {}

    private final LinkedHashMap<ImageKey, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true); // by access
    private long bytes;

    /** What is kept under {@code key}, from now on the last used. */
    Optional<V> use(ImageKey key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Keeps {@code value}, the last used, in place of what had this key. */
    void put(ImageKey key, V value, long valueBytes) {
        remove(key);
        entries.put(key, new Entry<>(value, valueBytes));
        bytes += valueBytes;
    }

    void remove(ImageKey key) {
        Entry<V> removed = entries.remove(key);
        if (removed != null) {
            bytes -= removed.bytes();
        }
    }

    /** Removes the least recently used until at most {@code limit} bytes are left, and returns what went. */
    List<V> shrinkTo(long limit) {
        List<V> removed = new ArrayList<>();
        Iterator<Entry<V>> eldestFirst = entries.values().iterator();
        while (bytes > limit && eldestFirst.hasNext()) {
            Entry<V> eldest = eldestFirst.next();
            eldestFirst.remove();
            bytes -= eldest.bytes();
            removed.add(eldest.value());
        }
        return removed;
    }

    long bytes() {
        return bytes;
    }

    int size() {
        return entries.size();
    }
}
