package io.belvedere.engine.text;

import java.util.List;

/** How a model family writes a chat down for its model. */
@FunctionalInterface
public interface ChatTemplate {
    /** Pieces in reading order. The k-th image of the prompt becomes {@link PromptPiece.ImageSlot} k. */
    List<PromptPiece> render(Prompt prompt, TemplateOptions options);
}
