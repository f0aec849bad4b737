package io.belvedere.chat;

/** The one seam between the API and whatever answers: the engine in this process, or another server. */
public interface ChatBackend extends AutoCloseable {
    /**
     * Accepts a request or refuses it at once.
     *
     * @throws ChatException if the request is invalid, too long, holds a picture that can't be used, or there is no room for it
     * @throws InterruptedException if the caller is interrupted, for example because its client left
     */
    Completion submit(ChatRequest request) throws ChatException, InterruptedException;

    /**
     * Refuses what {@link #submit} would refuse at this moment for want of room, before anything is spent on it; to pass promises nothing.
     */
    void requireRoom() throws ChatException;

    ModelCard card();

    @Override
    void close();
}
