package io.belvedere.server.document.pdf;

import io.belvedere.chat.DocumentProblem;

/**
 * A document that can't be rendered. The message is for the client: fixed sentences, nothing of what the PDF library
 * said.
 */
final class PageFault extends Exception {
    private static final long serialVersionUID = 1;

    private final DocumentProblem problem;
    private final String fact;

    PageFault(DocumentProblem problem, String fact) {
        super(fact);
        this.problem = problem;
        this.fact = fact;
    }

    static PageFault damaged(String where) {
        return new PageFault(DocumentProblem.INVALID_FILE, where + " is damaged, or no PDF at all.");
    }

    DocumentProblem problem() {
        return problem;
    }

    /** The message. */
    String fact() {
        return fact;
    }
}
