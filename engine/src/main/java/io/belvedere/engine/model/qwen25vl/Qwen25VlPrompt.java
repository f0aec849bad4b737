package io.belvedere.engine.model.qwen25vl;

import io.belvedere.chat.Role;
import io.belvedere.engine.text.Prompt;
import io.belvedere.engine.text.Prompt.Piece;
import io.belvedere.engine.text.Prompt.Turn;
import io.belvedere.engine.text.PromptPiece;
import io.belvedere.engine.text.PromptPiece.ImageSlot;
import io.belvedere.engine.text.PromptPiece.Marker;
import io.belvedere.engine.text.PromptPiece.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The chat layout of the Qwen2.5-VL reference (transformers): a turn is {@code <|im_start|>role}, a line break, the
 * parts with nothing between them, {@code <|im_end|>} and a line break. A chat that doesn't begin with a system turn
 * gets the default one; system turns may also come later. Nothing is trimmed.
 */
final class Qwen25VlPrompt {
    /** The token that stands for each part of an image between the vision marks. */
    static final String IMAGE_TOKEN = "<|image_pad|>";

    private static final String TURN_START = "<|im_start|>";
    private static final String TURN_END = "<|im_end|>";
    private static final String IMAGE_START = "<|vision_start|>";
    private static final String IMAGE_END = "<|vision_end|>";

    /** The control tokens that a prompt is made with. */
    static final List<String> MARKS = List.of(TURN_START, TURN_END, IMAGE_START, IMAGE_TOKEN, IMAGE_END);

    private static final String DEFAULT_SYSTEM = "You are a helpful assistant.";

    /**
     * Pieces in reading order. The k-th image of the prompt becomes slot k.
     *
     * @param imageTokens how many tokens image k takes, at least 1
     */
    List<PromptPiece> render(Prompt prompt, IntUnaryOperator imageTokens, TemplateOptions options) {
        List<PromptPiece> pieces = new ArrayList<>();
        List<Turn> turns = prompt.turns();
        if (!turns.isEmpty() && turns.getFirst().role() != Role.SYSTEM) {
            pieces.add(new Marker(opening(Role.SYSTEM) + DEFAULT_SYSTEM + TURN_END + "\n"));
        }
        int images = 0;
        for (Turn turn : turns) {
            pieces.add(new Marker(opening(turn.role())));
            for (Piece piece : turn.pieces()) {
                switch (piece) {
                    case Piece.Text(String text) -> pieces.add(new UserText(text));
                    case Piece.Image _ -> {
                        addImage(pieces, images, imageTokens.applyAsInt(images), options.pictureNumbers());
                        images++;
                    }
                }
            }
            pieces.add(new Marker(TURN_END + "\n"));
        }
        if (options.generationPrompt()) {
            pieces.add(new Marker(opening(Role.ASSISTANT)));
        }
        return pieces;
    }

    private static void addImage(List<PromptPiece> pieces, int image, int tokens, boolean numbered) {
        String number = numbered ? "Picture " + (image + 1) + ": " : "";
        pieces.add(new Marker(number + IMAGE_START));
        pieces.add(new ImageSlot(image, 0, tokens));
        pieces.add(new Marker(IMAGE_END));
    }

    private static String opening(Role role) {
        String name = switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> "tool";
        };
        return TURN_START + name + "\n";
    }
}
