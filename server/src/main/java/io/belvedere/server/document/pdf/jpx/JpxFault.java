package io.belvedere.server.document.pdf.jpx;

import java.io.IOException;

/**
 * Why a picture is not decoded: it is damaged, or of a kind that is not read. The message names the kind, as in "with
 * signed samples".
 */
public final class JpxFault extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean damaged;

    private JpxFault(boolean damaged, String what) {
        super(what);
        this.damaged = damaged;
    }

    static JpxFault damaged(String what) {
        return new JpxFault(true, what);
    }

    static JpxFault unsupported(String kind) {
        return new JpxFault(false, kind);
    }

    /** Or else of a kind that is not read. */
    public boolean isDamaged() {
        return damaged;
    }
}
