package io.belvedere.engine;

/** A request's time was over before its work began. */
final class OverdueException extends Exception {
    private static final long serialVersionUID = 1;
}
