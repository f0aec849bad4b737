package io.belvedere.chat;

/** What a model takes or gives. */
public enum Modality {
    TEXT,
    IMAGE
}
