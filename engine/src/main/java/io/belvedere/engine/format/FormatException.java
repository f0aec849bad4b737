package io.belvedere.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A model file that is broken, hostile, or not of a kind that is supported. The message names file, fact and, where
 * there is one, offset.
 */
public final class FormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** A fact may quote names from a hostile file. */
    private static final int CHARACTERS_SHOWN = 2000;

    private final String file;
    private final long offset;
    private final String fact;

    /** @param offset in bytes from the file's start */
    public FormatException(Path file, long offset, String fact) {
        super(message(file, fact) + " (at byte " + offset + ")");
        this.file = file.toString();
        this.offset = offset;
        this.fact = fact;
    }

    public FormatException(Path file, String fact) {
        super(message(file, fact));
        this.file = file.toString();
        this.offset = -1;
        this.fact = fact;
    }

    private static String message(Path file, String fact) {
        return Printable.of(file + ": " + fact, CHARACTERS_SHOWN);
    }

    public String file() {
        return file;
    }

    /** Bytes from the file's start; empty if the fact has no place. */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** What is wrong, without file and offset; may quote the file, unescaped. */
    public String fact() {
        return fact;
    }
}
