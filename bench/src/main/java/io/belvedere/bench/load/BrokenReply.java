package io.belvedere.bench.load;

import java.io.IOException;

/** A reply that is not what the API promises; the message says in which way. */
final class BrokenReply extends IOException {
    private static final long serialVersionUID = 1;

    BrokenReply(String message) {
        super(message);
    }

    /** At most 200 characters of a reply, for a message. */
    static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
