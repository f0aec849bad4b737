package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;
import java.io.IOException;

/**
 * Something that a page shows can't be drawn. The reason is for the client: what it is, as in "a picture that is cut
 * off".
 */
final class LostContent extends IOException {
    private static final long serialVersionUID = 1;
    private static final int MOST_NAME_CHARACTERS = 40;

    private final DocumentProblem problem;
    private final String what;

    private LostContent(DocumentProblem problem, String what) {
        super(what);
        this.problem = problem;
        this.what = what;
    }

    static LostContent damaged(String what) {
        return new LostContent(DocumentProblem.INVALID_FILE, what);
    }

    static LostContent unsupported(String what) {
        return new LostContent(DocumentProblem.UNSUPPORTED_FILE, what);
    }

    /** A name out of the file as it can stand in a message: letters, digits and a few signs, not too many. */
    static String harmless(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9+,._-]", "");
        return kept.substring(0, Math.min(kept.length(), MOST_NAME_CHARACTERS));
    }

    /** The same as a fault of the page. */
    PageFault on(String page) {
        return new PageFault(problem, "%s can't be drawn whole: it has %s.".formatted(page, what));
    }
}
