package io.belvedere.bench.load;

/** What is wrong with a request that must be refused, and the status that says so. */
enum Fault {
    MALFORMED_JSON(400),
    WRONG_TYPE(400),
    BROKEN_PICTURE(400),
    PROMPT_TOO_LONG(400),
    UNKNOWN_MODEL(404),
    WRONG_KEY(401);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
