package io.belvedere.engine.text;

import io.belvedere.chat.Background;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A chat as a model takes it: every image is here. */
public record Prompt(List<Turn> turns) {
    /** Pieces in the order in which the model reads them. */
    public record Turn(Role role, List<Piece> pieces) {
        public Turn {
            pieces = List.copyOf(pieces);
        }
    }

    /** Of a turn. */
    public sealed interface Piece {
        record Text(String text) implements Piece {
            public Text {
                Objects.requireNonNull(text, "text");
            }
        }

        /**
         * @param pixels how many of them the model is to see; what its limits don't allow is cut off
         * @param background of a transparent image; empty: the engine's own
         */
        record Image(ImageBytes bytes, PixelRange pixels, Optional<Background> background) implements Piece {}
    }

    public Prompt {
        turns = List.copyOf(turns);
    }

    /** @throws ChatException if a part was not prepared: a document, or an image that is still to be fetched */
    public static Prompt of(List<Message> messages) throws ChatException {
        List<Turn> turns = new ArrayList<>(messages.size());
        for (Message message : messages) {
            List<Piece> pieces = new ArrayList<>(message.parts().size());
            for (Part part : message.parts()) {
                pieces.add(piece(part));
            }
            turns.add(new Turn(message.role(), pieces));
        }
        return new Prompt(turns);
    }

    private static Piece piece(Part part) throws ChatException {
        return switch (part) {
            case Part.Text(String text) -> new Piece.Text(text);
            case Part.Image(ImageSource.Inline(ImageBytes bytes), PixelRange pixels, Optional<Background> background) ->
                new Piece.Image(bytes, pixels, background);
            case Part.Image(ImageSource.Remote _, PixelRange _, Optional<Background> _) ->
                throw unprepared("The picture was not fetched before it came here.");
            case Part.Document _ -> throw unprepared("The document was not rendered before it came here.");
        };
    }

    private static ChatException unprepared(String fact) {
        return new ChatException(new ChatFailure.Invalid(fact, "messages"));
    }

    /** All images, in reading order. */
    public List<Piece.Image> images() {
        return turns.stream()
                .flatMap(turn -> turn.pieces().stream())
                .filter(Piece.Image.class::isInstance)
                .map(Piece.Image.class::cast)
                .toList();
    }

    /** Of all texts together. */
    public long characters() {
        return turns.stream()
                .flatMap(turn -> turn.pieces().stream())
                .mapToLong(piece -> piece instanceof Piece.Text(String text) ? text.length() : 0)
                .sum();
    }
}
