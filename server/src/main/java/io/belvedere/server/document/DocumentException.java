package io.belvedere.server.document;

import io.belvedere.chat.DocumentProblem;

/** A document that can't be used. The message is for the client. */
final class DocumentException extends Exception {
    private static final long serialVersionUID = 1;

    private final DocumentProblem problem;
    private final String fact;

    DocumentException(DocumentProblem problem, String fact) {
        super(fact);
        this.problem = problem;
        this.fact = fact;
    }

    static DocumentException tooLarge(String fact) {
        return new DocumentException(DocumentProblem.FILE_TOO_LARGE, fact);
    }

    DocumentProblem problem() {
        return problem;
    }

    /** The message. */
    String fact() {
        return fact;
    }
}
