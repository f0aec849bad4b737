package io.belvedere.chat;

/** A refused request. */
public final class ChatException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ChatFailure failure;

    public ChatException(ChatFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public ChatFailure failure() {
        return failure;
    }
}
