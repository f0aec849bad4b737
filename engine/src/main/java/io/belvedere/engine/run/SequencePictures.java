package io.belvedere.engine.run;

import io.belvedere.engine.image.ImageKey;
import io.belvedere.engine.kv.PictureSpan;
import io.belvedere.engine.model.ForwardBatch;
import io.belvedere.engine.model.ImageFeatures;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.PromptPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One sequence's pictures: where they stand among its tokens, and which are encoded. Engine thread. */
final class SequencePictures {
    private final List<PromptPlan.ImageSpan> spans;
    private final Assignment.Picture[] pictures;

    SequencePictures(PromptPlan plan, List<Assignment.Picture> pictures) {
        this.spans = plan.images();
        this.pictures = pictures.toArray(Assignment.Picture[]::new);
    }

    /** Where each stands, for the keys of the blocks. */
    List<PictureSpan> keyed() {
        List<PictureSpan> keyed = new ArrayList<>();
        for (int i = 0; i < pictures.length; i++) {
            keyed.add(new PictureSpan(
                    pictures[i].key(), spans.get(i).start(), spans.get(i).count()));
        }
        return keyed;
    }

    /** The first picture without features that has a placeholder among the tokens {@code [from, to)}, or -1. */
    int firstMissing(int from, int to) {
        for (int i = 0; i < pictures.length; i++) {
            PromptPlan.ImageSpan span = spans.get(i);
            if (pictures[i].features() == null && span.start() < to && span.start() + span.count() > from) {
                return i;
            }
        }
        return -1;
    }

    int count() {
        return pictures.length;
    }

    /** The first token of a picture. */
    int start(int image) {
        return spans.get(image).start();
    }

    ImageKey key(int image) {
        return pictures[image].key();
    }

    Patches patches(int image) {
        Patches patches = pictures[image].patches();
        if (patches == null) {
            throw new IllegalStateException("picture " + image + " is encoded already");
        }
        return patches;
    }

    boolean hasPatches() {
        return Arrays.stream(pictures).anyMatch(picture -> picture.patches() != null);
    }

    /** Keeps features wherever they are of that picture, and lets its patches go; whether that was somewhere. */
    boolean give(ImageKey key, ImageFeatures features) {
        boolean given = false;
        for (int i = 0; i < pictures.length; i++) {
            if (pictures[i].features() == null && pictures[i].key().equals(key)) {
                pictures[i] = Assignment.Picture.known(key, features);
                given = true;
            }
        }
        return given;
    }

    /** Rows of pictures that stand in for tokens of {@code [from, to)}; all of them are encoded. */
    List<ForwardBatch.ImageRows> rows(int from, int to) {
        List<ForwardBatch.ImageRows> rows = new ArrayList<>();
        for (int i = 0; i < pictures.length; i++) {
            PromptPlan.ImageSpan span = spans.get(i);
            int first = Math.max(from, span.start());
            int end = Math.min(to, span.start() + span.count());
            ImageFeatures made = pictures[i].features();
            if (first < end && made != null) {
                rows.add(new ForwardBatch.ImageRows(made, first - span.start(), first - from, end - first));
            }
        }
        return rows;
    }
}
