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
    private final PromptPlan plan;
    private final Assignment.Picture[] pictures;
    private final List<Place> places = new ArrayList<>(); // ascending over the prompt

    /** Some of a picture's rows among the tokens. */
    private record Place(int picture, PromptPlan.Span span) {
        boolean isWithin(int from, int to) {
            return span.start() < to && span.end() > from;
        }
    }

    /** @throws IllegalStateException if features have another number of rows than the plan has placeholders for them */
    SequencePictures(PromptPlan plan, List<Assignment.Picture> pictures) {
        this.plan = plan;
        this.pictures = pictures.toArray(Assignment.Picture[]::new);
        for (int i = 0; i < this.pictures.length; i++) {
            ImageFeatures known = this.pictures[i].features();
            if (known != null) {
                requireRows(i, known);
            }
            for (PromptPlan.Span span : plan.images().get(i).spans()) {
                places.add(new Place(i, span));
            }
        }
    }

    /** Where each stands, for the keys of the blocks. */
    List<PictureSpan> keyed() {
        return places.stream()
                .map(place -> new PictureSpan(
                        pictures[place.picture()].key(),
                        place.span().start(),
                        place.span().count(),
                        place.span().firstRow()))
                .toList();
    }

    /** Of the tokens {@code [from, to)} the first that stands for a picture without features, or -1. */
    int firstMissing(int from, int to) {
        for (Place place : places) {
            if (place.isWithin(from, to) && pictures[place.picture()].features() == null) {
                return Math.max(from, place.span().start());
            }
        }
        return -1;
    }

    /** The picture that a token stands for. */
    int at(int token) {
        return places.stream()
                .filter(place -> place.isWithin(token, token + 1))
                .findFirst()
                .orElseThrow()
                .picture();
    }

    /** The nearest place at or before token {@code end} where the tokens may be cut. */
    int cut(int end) {
        for (Place place : places) {
            if (place.span().whole()
                    && place.span().start() < end
                    && end < place.span().end()) {
                return place.span().start();
            }
        }
        return end;
    }

    /** Tokens of the span that begins at token {@code start} and must not be cut; 0 if there is none. */
    int wholeFrom(int start) {
        for (Place place : places) {
            if (place.span().whole() && place.span().start() == start) {
                return place.span().count();
            }
        }
        return 0;
    }

    int count() {
        return pictures.length;
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

    /**
     * Keeps features wherever they are of that picture, and lets its patches go; whether that was somewhere.
     *
     * @throws IllegalStateException if they have another number of rows than the plan has placeholders for them
     */
    boolean give(ImageKey key, ImageFeatures features) {
        boolean given = false;
        for (int i = 0; i < pictures.length; i++) {
            if (pictures[i].features() == null && pictures[i].key().equals(key)) {
                requireRows(i, features);
                pictures[i] = Assignment.Picture.known(key, features);
                given = true;
            }
        }
        return given;
    }

    private void requireRows(int image, ImageFeatures features) {
        int placeholders = plan.images().get(image).tokens();
        if (features.tokens() != placeholders) {
            throw new IllegalStateException("the family planned " + placeholders + " tokens for image " + image
                    + ", shown at " + plan.images().get(image).shown() + ", and its encoder made "
                    + features.tokens() + " rows of it: its plan and its patches disagree");
        }
    }

    /** Rows of pictures that belong to tokens of {@code [from, to)}; all of them are encoded. */
    List<ForwardBatch.ImageRows> rows(int from, int to) {
        List<ForwardBatch.ImageRows> rows = new ArrayList<>();
        for (Place place : places) {
            ImageFeatures made = pictures[place.picture()].features();
            if (place.isWithin(from, to) && made != null) {
                PromptPlan.Span span = place.span();
                int first = Math.max(from, span.start());
                int count = Math.min(to, span.end()) - first;
                rows.add(new ForwardBatch.ImageRows(made, span.firstRow() + first - span.start(), first - from, count));
            }
        }
        return rows;
    }
}
