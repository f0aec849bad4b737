package io.belvedere.server.media;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;

/** Puts a fetcher before a backend that takes only inline pictures. */
public final class FetchingBackend implements ChatBackend {
    private final MediaFetcher fetcher;
    private final ChatBackend backend;

    public FetchingBackend(MediaFetcher fetcher, ChatBackend backend) {
        this.fetcher = fetcher;
        this.backend = backend;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        return backend.submit(fetcher.inline(request));
    }

    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        return backend.measure(fetcher.inline(request));
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
