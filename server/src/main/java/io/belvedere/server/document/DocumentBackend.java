package io.belvedere.server.document;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;
import io.belvedere.turns.FairRoom;
import java.time.Duration;

/**
 * Puts a renderer before a backend that takes no documents. What the backend has no room for is refused before anything is drawn; a request keeps its place
 * in the renderer until the backend has taken its pages over.
 */
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
        long begun = System.nanoTime();
        backend.requireRoom(request.caller());
        try (FairRoom.Place place = renderer.enter(request)) {
            backend.requireRoom(request.caller()); // others may have taken it in the meantime
            PagedRequest paged = paged(request, begun, place);
            try {
                return backend.submit(paged.request()); // which decodes the pages
            } catch (ChatException e) {
                throw new ChatException(paged.blame(e.failure()));
            }
        }
    }

    private PagedRequest paged(ChatRequest request, long begun, FairRoom.Place place)
            throws ChatException, InterruptedException {
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        return PagedRequest.of(request.after(waited), renderer, card().pixels(), place.bytes());
    }

    @Override
    public void requireRoom(String caller) throws ChatException {
        backend.requireRoom(caller);
    }

    /** Draws the pages to know their sizes. */
    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        if (!PagedRequest.isNeededFor(request)) {
            return backend.measure(request);
        }
        long begun = System.nanoTime();
        try (FairRoom.Place place = renderer.enter(request)) {
            PagedRequest paged = paged(request, begun, place);
            try {
                return backend.measure(paged.request());
            } catch (ChatException e) {
                throw new ChatException(paged.blame(e.failure()));
            }
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
