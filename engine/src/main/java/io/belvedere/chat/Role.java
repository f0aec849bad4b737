package io.belvedere.chat;

/** Who speaks a {@link Message}. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    /** The result of a function that the assistant asked for. */
    TOOL
}
