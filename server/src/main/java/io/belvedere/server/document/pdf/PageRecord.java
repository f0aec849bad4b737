package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a rendering process writes: the pages in order, then one of the others. A record is a number and, but for the
 * end, its content.
 */
public sealed interface PageRecord {
    /** A page as a PNG file; its number is the length, all others are below 0. */
    record Page(byte[] png) implements PageRecord {}

    /** There were no more pages. */
    record End() implements PageRecord {}

    /** None was drawn. */
    record TooManyPages(int pages) implements PageRecord {}

    /** The next page would have been one too many for {@link PageOptions#mostBytes}. */
    record TooManyBytes() implements PageRecord {}

    /** The document can't be used; the message is for the client. */
    record Fault(DocumentProblem problem, String message) implements PageRecord {}

    int END = -1;
    int TOO_MANY_PAGES = -2;
    int FAULT = -3;
    int TOO_MANY_BYTES = -4;

    default void write(DataOutputStream out) throws IOException {
        switch (this) {
            case Page(byte[] png) -> {
                out.writeInt(png.length);
                out.write(png);
            }
            case End() -> out.writeInt(END);
            case TooManyPages(int pages) -> {
                out.writeInt(TOO_MANY_PAGES);
                out.writeInt(pages);
            }
            case TooManyBytes() -> out.writeInt(TOO_MANY_BYTES);
            case Fault(DocumentProblem problem, String message) -> {
                out.writeInt(FAULT);
                out.writeUTF(problem.name());
                out.writeUTF(message);
            }
        }
        out.flush();
    }

    /**
     * The next record.
     *
     * @param mostBytes of a page
     * @throws IOException if the stream ends early or holds something else
     */
    static PageRecord read(DataInputStream in, long mostBytes) throws IOException {
        int number = in.readInt();
        return switch (number) {
            case END -> new End();
            case TOO_MANY_PAGES -> new TooManyPages(in.readInt());
            case TOO_MANY_BYTES -> new TooManyBytes();
            case FAULT -> new Fault(problem(in.readUTF()), in.readUTF());
            default -> {
                if (number < 0 || number > mostBytes) {
                    throw new IOException("a page of " + number + " bytes, at most " + mostBytes);
                }
                yield new Page(in.readNBytes(number));
            }
        };
    }

    private static DocumentProblem problem(String name) throws IOException {
        for (DocumentProblem problem : DocumentProblem.values()) {
            if (problem.name().equals(name)) {
                return problem;
            }
        }
        throw new IOException("an unknown problem");
    }
}
