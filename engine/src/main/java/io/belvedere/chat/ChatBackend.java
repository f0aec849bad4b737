package io.belvedere.chat;

/** The one seam between the API and whatever answers: the engine in this process, or another server. */
public interface ChatBackend extends AutoCloseable {
    /**
     * Accepts a request or refuses it at once.
     *
     * @throws ChatException if the request is invalid, too long, holds a picture that can't be used, or there is no
     *     room for it
     * @throws InterruptedException if the caller is interrupted, for example because its client left
     */
    Completion submit(ChatRequest request) throws ChatException, InterruptedException;

    /**
     * Refuses what {@link #submit} would refuse at this moment for want of room, before anything is spent on it; to
     * pass promises nothing.
     *
     * @param caller on whose behalf the request comes
     */
    void requireRoom(String caller) throws ChatException;

    /**
     * Counts a request's prompt without answering it: pictures are measured by their headers alone, and no model works.
     * A prompt that is too long for an answer is counted too.
     *
     * @throws ChatException if the request is invalid or a picture's header says that it can't be used
     * @throws InterruptedException if the caller is interrupted
     */
    PromptSize measure(ChatRequest request) throws ChatException, InterruptedException;

    ModelCard card();

    @Override
    void close();
}
