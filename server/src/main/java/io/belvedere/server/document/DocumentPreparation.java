package io.belvedere.server.document;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.PixelRange;
import io.belvedere.server.preparation.Preparation;
import io.belvedere.turns.FairRoom;
import java.util.Optional;

/** Documents become pictures of their pages. */
public final class DocumentPreparation implements Preparation {
    private final PageRenderer renderer;
    private final PixelRange pixels;

    /** @param pixels that the model takes of a page, whatever a request asks for */
    public DocumentPreparation(PageRenderer renderer, PixelRange pixels) {
        this.renderer = renderer;
        this.pixels = pixels;
    }

    @Override
    public Optional<Task> find(ChatRequest request) {
        return PagedRequest.isNeededFor(request) ? Optional.of(new Drawing(request)) : Optional.empty();
    }

    private final class Drawing implements Task {
        private final ChatRequest request;

        Drawing(ChatRequest request) {
            this.request = request;
        }

        @Override
        public FairRoom.Place enter() throws ChatException, InterruptedException {
            return renderer.enter(request);
        }

        @Override
        public Prepared prepare(FairRoom.Place place) throws ChatException, InterruptedException {
            return PagedRequest.of(request, renderer, pixels, place.bytes());
        }
    }

    @Override
    public void close() {
        renderer.close();
    }
}
