package io.belvedere.server.media;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;
import io.belvedere.turns.FairRoom;
import java.time.Duration;

/** Puts a fetcher before a backend that takes only inline pictures. What the backend has no room for is refused before anything is fetched. */
public final class FetchingBackend implements ChatBackend {
    private final MediaFetcher fetcher;
    private final ChatBackend backend;

    public FetchingBackend(MediaFetcher fetcher, ChatBackend backend) {
        this.fetcher = fetcher;
        this.backend = backend;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        RequestPictures pictures = fetcher.find(request);
        if (pictures.addresses().isEmpty()) {
            return backend.submit(request);
        }
        long begun = System.nanoTime();
        backend.requireRoom(request.caller());
        try (FairRoom.Place place = fetcher.enter(pictures)) {
            backend.requireRoom(request.caller()); // others may have taken it in the meantime
            ChatRequest fetched = fetcher.fetch(pictures, place);
            return backend.submit(fetched.after(Duration.ofNanos(System.nanoTime() - begun))); // which decodes them
        }
    }

    @Override
    public void requireRoom(String caller) throws ChatException {
        backend.requireRoom(caller);
    }

    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        RequestPictures pictures = fetcher.find(request);
        if (pictures.addresses().isEmpty()) {
            return backend.measure(request);
        }
        try (FairRoom.Place place = fetcher.enter(pictures)) {
            return backend.measure(fetcher.fetch(pictures, place));
        }
    }

    @Override
    public ModelCard card() {
        return backend.card();
    }

    /** Closes both. */
    @Override
    public void close() {
        fetcher.close();
        backend.close();
    }
}
