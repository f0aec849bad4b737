package io.belvedere.server.document;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;

/** Puts a renderer before a backend that takes no documents. What the backend has no room for is refused before anything is drawn. */
public final class DocumentBackend implements ChatBackend {
    private final PageRenderer renderer;
    private final ChatBackend backend;

    public DocumentBackend(PageRenderer renderer, ChatBackend backend) {
        this.renderer = renderer;
        this.backend = backend;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        if (!PagedRequest.isNeededFor(request)) {
            return backend.submit(request);
        }
        backend.requireRoom();
        PagedRequest paged = PagedRequest.of(request, renderer, card().pixels());
        try {
            return backend.submit(paged.request());
        } catch (ChatException e) {
            throw new ChatException(paged.blame(e.failure()));
        }
    }

    @Override
    public void requireRoom() throws ChatException {
        backend.requireRoom();
    }

    /** Draws the pages to know their sizes. */
    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        if (!PagedRequest.isNeededFor(request)) {
            return backend.measure(request);
        }
        PagedRequest paged = PagedRequest.of(request, renderer, card().pixels());
        try {
            return backend.measure(paged.request());
        } catch (ChatException e) {
            throw new ChatException(paged.blame(e.failure()));
        }
    }

    @Override
    public ModelCard card() {
        return backend.card();
    }

    /** Closes both. */
    @Override
    public void close() {
        renderer.close();
        backend.close();
    }
}
