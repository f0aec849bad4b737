package io.belvedere.engine.image;

/** Ends a decoder whose picture nobody waits for any more. Unchecked: it passes through readers that are not ours. */
public final class DecodingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DecodingStoppedException(String reason) {
        super(reason, null, false, false);
    }
}
