package io.belvedere.engine.model.toy;

import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.text.AddedToken;
import io.belvedere.engine.text.ByteVocabulary;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns as bytes, each behind a mark; an image as its tiles row by row, a line break behind each row, and then the
 * whole of it.
 */
final class ToyPrompt {
    static final int IMAGE = 256;
    static final int TURN = 257;
    static final int END = 258;
    static final Vocabulary VOCABULARY = ByteVocabulary.of(
            List.of(),
            new AddedToken(IMAGE, "<image>", true),
            new AddedToken(TURN, "<turn>", true),
            new AddedToken(END, "<end>", true));

    private final List<Integer> tokens = new ArrayList<>();
    private final List<PromptPlan.Image> images = new ArrayList<>();

    static PromptPlan plan(Prompt prompt, List<ToyPatches.Grid> grids) {
        ToyPrompt plan = new ToyPrompt();
        for (Prompt.Turn turn : prompt.turns()) {
            plan.tokens.add(TURN);
            for (Prompt.Piece piece : turn.pieces()) {
                switch (piece) {
                    case Prompt.Piece.Text(String text) -> plan.text(text);
                    case Prompt.Piece.Image _ -> plan.image(grids.get(plan.images.size()));
                }
            }
        }
        plan.tokens.add(TURN);
        int[] ids = plan.tokens.stream().mapToInt(Integer::intValue).toArray();
        return new PromptPlan(ids, Positions.counted(1, ids.length), plan.images);
    }

    private void text(String text) {
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            tokens.add(each & 0xFF);
        }
    }

    private void image(ToyPatches.Grid grid) {
        List<PromptPlan.Span> spans = new ArrayList<>();
        int tile = 1;
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                text("<" + row + "," + column + ">");
                spans.add(tile(tile++));
            }
            text("\n");
        }
        spans.add(tile(0));
        long bytes = (long) grid.tokens() * ToyPatches.CHANNELS * Float.BYTES;
        images.add(new PromptPlan.Image(grid.size(), bytes, spans));
    }

    private PromptPlan.Span tile(int number) {
        int start = tokens.size();
        Integer[] placeholders = new Integer[ToyPatches.STRIPES];
        Arrays.fill(placeholders, IMAGE);
        tokens.addAll(Arrays.asList(placeholders));
        return new PromptPlan.Span(start, ToyPatches.STRIPES, number * ToyPatches.STRIPES, true);
    }
}
