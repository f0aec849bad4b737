package io.belvedere.engine.text;

import io.belvedere.chat.Message;
import java.util.List;

/** How a model family writes a chat down for its model. */
@FunctionalInterface
public interface ChatTemplate {
    /** Pieces in reading order. The k-th image part of the messages becomes {@link PromptPiece.ImageSlot} k. */
    List<PromptPiece> render(List<Message> messages, TemplateOptions options);
}
