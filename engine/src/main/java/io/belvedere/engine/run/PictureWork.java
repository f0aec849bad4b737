package io.belvedere.engine.run;

import io.belvedere.compute.Workspace;
import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.model.Encoding;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.Scheduler.Wanted;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pictures in the vision encoder: advanced block by block between the passes of the decoder, of each caller in
 * turn. While one is in it, another caller's of at most half its size may overtake it; a third waits. Engine thread.
 */
final class PictureWork {
    private final VisionLanguageModel model;
    private final Work main;
    private final Work overtaking;
    private final Map<String, Long> lastTurns = new HashMap<>(); // of callers whose pictures are wanted
    private long turns;

    /**
     * @param main the encoder's own: a pass of the decoder must not disturb what stands half done
     * @param overtaking for what is encoded while another picture stands half done
     */
    PictureWork(VisionLanguageModel model, Workspace main, Workspace overtaking) {
        this.model = model;
        this.main = new Work(main);
        this.overtaking = new Work(overtaking);
    }

    /** @param nanos that it took, without what other work was done in between */
    record Encoded(ImageFeatures features, long nanos) {}

    /** A place in the encoder. */
    private static final class Work {
        private final Workspace workspace;
        private @Nullable ImageKey key;
        private @Nullable Encoding encoding;
        private int patches;
        private long nanos; // spent on it

        Work(Workspace workspace) {
            this.workspace = workspace;
        }

        Encoding of(Wanted wanted, VisionLanguageModel model) {
            Encoding current = encoding;
            if (current == null) {
                current = model.encoding(wanted.sequence().pictures().patches(wanted.image()), workspace);
                encoding = current;
                key = wanted.key();
                patches = wanted.patches();
                nanos = 0;
            }
            return current;
        }

        void drop() {
            encoding = null;
            key = null;
        }
    }

    /** Whether that picture is in the encoder. */
    boolean holds(ImageKey asked) {
        return workOf(asked).isPresent();
    }

    private Optional<Work> workOf(ImageKey asked) {
        return List.of(main, overtaking).stream()
                .filter(work -> asked.equals(work.key))
                .findFirst();
    }

    /** Which of the pictures that callers wait for is next; lets go of those that nobody waits for any more. */
    Optional<Wanted> next(List<Wanted> wanted) {
        Set<ImageKey> keys = wanted.stream().map(Wanted::key).collect(Collectors.toSet());
        for (Work work : List.of(main, overtaking)) {
            if (!keys.contains(work.key)) {
                work.drop();
            }
        }
        lastTurns
                .keySet()
                .retainAll(wanted.stream().map(each -> each.sequence().caller()).toList());
        // whoever comes goes before the caller of the last turn, and not before those who wait since an earlier one
        wanted.forEach(each -> lastTurns.putIfAbsent(each.sequence().caller(), turns - 2));
        Optional<Wanted> next = wanted.stream()
                .filter(each -> placeFor(each).isPresent())
                .min(Comparator.comparingLong(each ->
                        Objects.requireNonNull(lastTurns.get(each.sequence().caller()))));
        next.ifPresent(each -> lastTurns.put(each.sequence().caller(), turns++));
        return next;
    }

    private Optional<Work> placeFor(Wanted wanted) {
        Optional<Work> held = workOf(wanted.key());
        if (held.isPresent()) {
            return held;
        } else if (main.encoding == null) {
            return Optional.of(main);
        }
        return overtaking.encoding == null && wanted.patches() <= main.patches / 2
                ? Optional.of(overtaking)
                : Optional.empty();
    }

    /**
     * Goes on with a picture, from its beginning unless it is in the encoder.
     *
     * @param wanted what {@link #next} told
     * @param goOn asked after each block
     * @return the result, once it is complete
     */
    Optional<Encoded> advance(Wanted wanted, BooleanSupplier goOn) {
        long begun = System.nanoTime();
        Work work = placeFor(wanted).orElseThrow();
        Encoding encoding = work.of(wanted, model);
        do {
            if (encoding.advance()) {
                work.drop();
                return Optional.of(new Encoded(encoding.features(), work.nanos + System.nanoTime() - begun));
            }
        } while (goOn.getAsBoolean());
        work.nanos += System.nanoTime() - begun;
        return Optional.empty();
    }

    /** Share of the work on a picture that is done, from 0 to 1. */
    double done(ImageKey key) {
        return workOf(key)
                .map(work -> work.encoding == null ? 0 : work.encoding.done())
                .orElse(0.0);
    }

    /** Lets go of a picture. */
    void drop(ImageKey key) {
        workOf(key).ifPresent(Work::drop);
    }
}
