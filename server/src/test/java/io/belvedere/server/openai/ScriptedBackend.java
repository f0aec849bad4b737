package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.ModelCard;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers every request with the same events; past the last one it waits for ever. */
public final class ScriptedBackend implements ChatBackend {
    public static final String MODEL = "Qwen2.5-VL-32B-Instruct";

    private final List<CompletionEvent> script;
    private final ConcurrentLinkedQueue<ChatRequest> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch submitted = new CountDownLatch(1);
    private volatile @Nullable ChatFailure refusal;

    public ScriptedBackend(CompletionEvent... script) {
        this.script = List.of(script);
    }

    public void refuse(ChatFailure failure) {
        refusal = failure;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException {
        requests.add(request);
        submitted.countDown();
        ChatFailure failure = refusal;
        if (failure != null) {
            throw new ChatException(failure);
        }
        LinkedBlockingQueue<CompletionEvent> events = new LinkedBlockingQueue<>(script);
        return new Completion() {
            @Override
            public CompletionEvent next() throws InterruptedException {
                return events.take();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Override
    public void requireRoom() {}

    /** The one request that came. */
    public ChatRequest request() {
        if (requests.size() != 1) {
            throw new AssertionError(requests.size() + " requests came");
        }
        return requests.element();
    }

    public int requests() {
        return requests.size();
    }

    public int closedCompletions() {
        return closed.get();
    }

    public CountDownLatch submitted() {
        return submitted;
    }

    @Override
    public ModelCard card() {
        return new ModelCard(MODEL, Instant.ofEpochSecond(1_700_000_000), 32_768);
    }

    @Override
    public void close() {}
}
