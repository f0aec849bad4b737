package io.belvedere.chat;

/** What can be wrong with a document; the names are the API's error codes. */
public enum DocumentProblem {
    /** No PDF, or a damaged one. */
    INVALID_FILE,
    /** Encrypted, or in need of something that is not here. */
    UNSUPPORTED_FILE,
    /** More bytes, pages, time or memory than a document may take. */
    FILE_TOO_LARGE
}
