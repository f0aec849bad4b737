package io.belvedere.engine.model;

import io.belvedere.engine.image.ImageSize;
import java.util.Comparator;
import java.util.List;

/**
 * A laid-out prompt.
 *
 * @param tokens every id, placeholders of images expanded
 * @param positions of every token, and of those that come after
 * @param images where the images stand, in order
 */
public record PromptPlan(int[] tokens, Positions positions, List<Image> images) {
    /**
     * An image of the prompt.
     *
     * @param shown the size to which it is brought: what coordinates in an answer refer to
     * @param patchBytes memory that its {@link Patches} take
     * @param spans its placeholders in the order of the prompt, at least one span; text may stand between
     */
    public record Image(ImageSize shown, long patchBytes, List<Span> spans) {
        /** @throws IllegalArgumentException unless each row of the features stands in one place */
        public Image {
            spans = List.copyOf(spans);
            if (spans.isEmpty()) {
                throw new IllegalArgumentException("an image that stands nowhere in the prompt");
            }
            int row = 0;
            for (Span span : spans.stream()
                    .sorted(Comparator.comparingInt(Span::firstRow))
                    .toList()) {
                if (span.firstRow() != row) {
                    throw new IllegalArgumentException("row " + row + " of an image is in no span or in two: " + spans);
                }
                row += span.count();
            }
        }

        /** Placeholders, one for each row of the image's features. */
        public int tokens() {
            return spans.stream().mapToInt(Span::count).sum();
        }
    }

    /**
     * The prompt's tokens {@code [start, start + count)} stand for the rows {@code [firstRow, firstRow + count)} of an
     * image's features.
     *
     * @param count at least 1
     * @param whole the decoder is to get them in one slice, never cut apart: they see each other, those behind too
     */
    public record Span(int start, int count, int firstRow, boolean whole) {
        public Span {
            if (start < 0 || count < 1 || firstRow < 0) {
                throw new IllegalArgumentException("start and firstRow are at least 0 and count is at least 1, given "
                        + start + ", " + firstRow + ", " + count);
            }
        }

        /** The first token behind it. */
        public int end() {
            return start + count;
        }
    }

    /**
     * @throws IllegalArgumentException if spans do not ascend over the prompt, image after image, or there are other
     * positions than tokens
     */
    public PromptPlan {
        images = List.copyOf(images);
        if (positions.tokens() != tokens.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, positions of " + positions.tokens());
        }
        int end = 0;
        for (Image image : images) {
            for (Span span : image.spans()) {
                if (span.start() < end || span.end() > tokens.length) {
                    throw new IllegalArgumentException(span + " of an image in a prompt of " + tokens.length
                            + " tokens, behind images that end at " + end);
                }
                end = span.end();
            }
        }
    }

    public int imageTokens() {
        return images.stream().mapToInt(Image::tokens).sum();
    }

    /** Tokens of the longest span that must not be cut; 0 if any may. */
    public int longestWhole() {
        return images.stream()
                .flatMap(image -> image.spans().stream())
                .filter(Span::whole)
                .mapToInt(Span::count)
                .max()
                .orElse(0);
    }
}
