package io.belvedere.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much more a server may hold than after its warm-up.
 *
 * @param heapMargin bytes of Java objects
 * @param residentMargin bytes of resident memory; null: any number, as caches may fill
 */
record LeakCheck(long heapMargin, @Nullable Long residentMargin) {
    /** Threads, and descriptors: pools may still grow a little, but nothing may grow with the requests. */
    static final int COUNT_MARGIN = 32;

    /** A sentence for each thing that grew too much. */
    List<String> complaints(Vitals before, Vitals after) {
        List<String> complaints = new ArrayList<>();
        add(complaints, after.when(), "the Java heap", before.heapBytes(), after.heapBytes(), heapMargin);
        if (residentMargin != null) {
            add(
                    complaints,
                    after.when(),
                    "resident memory",
                    before.residentBytes(),
                    after.residentBytes(),
                    residentMargin);
        }
        add(complaints, after.when(), "the number of threads", before.threads(), after.threads(), COUNT_MARGIN);
        add(
                complaints,
                after.when(),
                "the number of open files",
                before.descriptors(),
                after.descriptors(),
                COUNT_MARGIN);
        return complaints;
    }

    private static void add(
            List<String> complaints,
            String when,
            String what,
            @Nullable Long before,
            @Nullable Long after,
            long margin) {
        if (before != null && after != null && after - before > margin) {
            complaints.add(String.format(
                    Locale.ROOT, "%s grew from %,d to %,d (%s), by more than %,d", what, before, after, when, margin));
        }
    }
}
