package io.belvedere.server.openai;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.ImageView;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Progress;
import io.belvedere.chat.PromptSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers every request with the same events; past the last one it waits for ever. */
public final class ScriptedBackend implements ChatBackend {
    public static final String MODEL = "Qwen2.5-VL-32B-Instruct";

    /** Pictures of 4 to 4,096 tokens of 28 x 28 pixels. */
    static final ModelCard CARD =
            new ModelCard(MODEL, Instant.ofEpochSecond(1_700_000_000), 32_768, new PixelRange(3_136, 3_211_264));

    private final List<CompletionEvent> script;
    private final ConcurrentLinkedQueue<ChatRequest> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch submitted = new CountDownLatch(1);
    private final Queue<Progress> progress = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Progress told;
    private volatile @Nullable ChatFailure refusal;
    private volatile @Nullable CountDownLatch gate;
    private volatile @Nullable Error error;
    private volatile CountDownLatch silence = new CountDownLatch(0);

    public ScriptedBackend(CompletionEvent... script) {
        this.script = List.of(script);
    }

    public void refuse(ChatFailure failure) {
        refusal = failure;
    }

    /** Whoever submits meets it. */
    public void breakWith(Error fault) {
        error = fault;
    }

    /** Whoever submits waits until it is open. */
    public void waitFor(CountDownLatch opened) {
        gate = opened;
    }

    /** There is no text until it is open. */
    public void sayNothingBefore(CountDownLatch opened) {
        silence = opened;
    }

    /** Tells these one after the other when it is asked, and has no text before the last one was told. */
    public void progress(Progress... states) {
        progress.addAll(List.of(states));
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        requests.add(request);
        submitted.countDown();
        CountDownLatch opened = gate;
        if (opened != null) {
            opened.await();
        }
        Error fault = error;
        if (fault != null) {
            throw fault;
        }
        ChatFailure failure = refusal;
        if (failure != null) {
            throw new ChatException(failure);
        }
        LinkedBlockingQueue<CompletionEvent> events = new LinkedBlockingQueue<>(script);
        return new Completion() {
            @Override
            public CompletionEvent next() throws InterruptedException {
                CompletionEvent event = events.take();
                while (event instanceof CompletionEvent.TextDelta && !progress.isEmpty()) {
                    Thread.onSpinWait();
                }
                if (event instanceof CompletionEvent.TextDelta) {
                    silence.await();
                }
                return event;
            }

            @Override
            public Optional<Progress> progress() {
                Progress next = progress.poll();
                told = next == null ? told : next;
                return Optional.ofNullable(told);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Override
    public void requireRoom(String caller) {}

    /** 20 tokens, and 12 for each picture: all are 1280x960, lie on their side, and are shown as 112x84. */
    @Override
    public PromptSize measure(ChatRequest request) throws ChatException {
        requests.add(request);
        ChatFailure failure = refusal;
        if (failure != null) {
            throw new ChatException(failure);
        }
        ImageView view = new ImageView(
                new ImageView.Size(960, 1280), new ImageView.Size(1280, 960), new ImageView.Size(112, 84), 12);
        List<ImageView> images = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(image -> view)
                .toList();
        return new PromptSize(20 + 12 * images.size(), images);
    }

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
        return CARD;
    }

    @Override
    public void close() {}
}
