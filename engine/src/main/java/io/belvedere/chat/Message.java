package io.belvedere.chat;

import java.util.List;

/** One turn: parts in the order in which the model reads them. */
public record Message(Role role, List<Part> parts) {
    public Message {
        parts = List.copyOf(parts);
    }

    /** A turn of text alone. */
    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Part.Text(text)));
    }
}
