package io.belvedere.engine.text;

/**
 * A piece of a rendered chat. Pieces keep apart what the template wrote from what somebody else did, so that no text
 * can pass itself off as a control token.
 */
public sealed interface PromptPiece {
    /** A literal of the template: the only place where special tokens, such as turn marks, are recognised. */
    record Marker(String text) implements PromptPiece {}

    /** Text of a message, whoever wrote it: what looks like a control token in it stays text. */
    record UserText(String text) implements PromptPiece {}

    /**
     * The place of some of an image's tokens.
     *
     * @param image counts from 0 over the prompt
     * @param firstRow of the image's features, that the first of them stands for
     * @param tokens at least 1
     */
    record ImageSlot(int image, int firstRow, int tokens) implements PromptPiece {}
}
