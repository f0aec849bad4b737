package io.belvedere.chat;

/** A piece of a message. */
public sealed interface Part {
    record Text(String text) implements Part {}

    record Image(ImageSource source) implements Part {}
}
