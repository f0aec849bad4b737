package io.belvedere.chat;

import java.util.Objects;

/** A piece of a message. */
public sealed interface Part {
    record Text(String text) implements Part {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    record Image(ImageSource source) implements Part {}
}
