package io.belvedere.server.openai.wire;

import tools.jackson.core.exc.StreamReadException;

/** The bytes are no UTF-8, which is the only encoding of JSON between systems (RFC 8259, section 8.1). */
public final class NotUtf8Exception extends StreamReadException {
    private static final long serialVersionUID = 1;

    NotUtf8Exception(String message) {
        super(message);
    }
}
