package io.belvedere.engine.model.qwen25vl;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.text.PromptTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Gives each token of a prompt its rotary position on the axes time, height and width. Text counts on all three alike.
 * A picture stands still in time, its cells count rows and columns from there, and text goes on behind the longer side:
 *
 * <pre>
 * text  picture of 2 x 3 cells   text
 * 0 1   2  2  2   2  2  2        5 6     time
 * 0 1   2  2  2   3  3  3        5 6     height
 * 0 1   2  3  4   2  3  4        5 6     width
 * </pre>
 */
final class PromptPositions {
    /** Time, height and width. */
    static final int AXES = 3;

    private final int[][] positions;
    private int next;

    private PromptPositions(int tokens) {
        this.positions = new int[AXES][tokens];
    }

    /**
     * Rows and columns of merged cells that stand for a picture.
     *
     * @param side pixels of a cell
     */
    record Cells(int height, int width, int side) {
        /** The picture that they cover. */
        ImageSize size() {
            return new ImageSize(width * side, height * side);
        }

        int count() {
            return height * width;
        }
    }

    /**
     * @param cells of each picture, by its number
     * @param patchBytes memory of the patches of a picture of so many cells
     */
    static PromptPlan plan(PromptTokens prompt, List<Cells> cells, IntToLongFunction patchBytes) {
        PromptPositions walk = new PromptPositions(prompt.ids().length);
        List<PromptPlan.Image> images = new ArrayList<>();
        int at = 0;
        for (PromptTokens.ImageRange image : prompt.images()) {
            walk.text(at, image.start());
            Cells shown = cells.get(image.image());
            walk.picture(image.start(), shown);
            PromptPlan.Span span = new PromptPlan.Span(image.start(), image.tokens(), image.firstRow(), false);
            images.add(new PromptPlan.Image(shown.size(), patchBytes.applyAsLong(shown.count()), List.of(span)));
            at = image.start() + image.tokens();
        }
        walk.text(at, prompt.ids().length);
        return new PromptPlan(prompt.ids(), new Positions(walk.positions, walk.next), images);
    }

    private void text(int from, int to) {
        for (int token = from; token < to; token++) {
            set(token, next, next, next);
            next++;
        }
    }

    private void picture(int from, Cells cells) {
        for (int i = 0; i < cells.count(); i++) {
            set(from + i, next, next + i / cells.width(), next + i % cells.width());
        }
        next += Math.max(cells.height(), cells.width());
    }

    private void set(int token, int time, int height, int width) {
        positions[0][token] = time;
        positions[1][token] = height;
        positions[2][token] = width;
    }
}
