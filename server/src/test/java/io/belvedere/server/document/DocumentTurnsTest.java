package io.belvedere.server.document;

import static io.belvedere.server.media.PictureHost.PNG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.media.EgressPolicy;
import io.belvedere.server.media.MediaFetcher;
import io.belvedere.server.media.NameService;
import io.belvedere.server.media.PictureHost;
import io.belvedere.server.preparation.Preparation;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with documents beside each other, and beside pictures that are fetched. */
class DocumentTurnsTest {
    private static final Part ONE_PAGE = new Part.Document(Pdfs.pages(1));
    private static final Part TWO_PAGES = new Part.Document(Pdfs.pages(2));
    private static final Part PICTURE = new Part.Image(new ImageSource.Inline(new ImageBytes(new byte[] {1, 2, 3})));
    private static final Limits ONE_AT_A_TIME =
            Limits.DEFAULTS.with(Limit.PDF_TIME, 600_000).with(Limit.PDF_PROCESSES, 1);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ChatFailure DONE = new ChatFailure.Internal("done");
    private static final ChatFailure FULL = new ChatFailure.Overloaded("full", Duration.ofSeconds(1));

    /** Keeps what arrives, and refuses it when the gate is open. */
    private static final class Engine implements ChatBackend {
        final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
        final CountDownLatch gate = new CountDownLatch(1);
        final AtomicInteger timesWithRoom = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
            requests.add(request);
            gate.await();
            throw new ChatException(DONE);
        }

        @Override
        public void requireRoom(String caller) throws ChatException {
            if (timesWithRoom.getAndDecrement() <= 0) {
                throw new ChatException(FULL);
            }
        }

        @Override
        public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
            submit(request);
            throw new AssertionError();
        }

        @Override
        public ModelCard card() {
            return new ModelCard("engine", Instant.EPOCH, 100, new PixelRange(1_000, 50_000));
        }

        @Override
        public void close() {}
    }

    private interface Call {
        void run() throws ChatException, InterruptedException;
    }

    private final Engine engine = new Engine();

    /** @param more what is prepared after the documents */
    private PreparingBackend preparing(PageRenderer renderer, Preparation... more) {
        Preparation documents = new DocumentPreparation(renderer, engine.card().pixels());
        return new PreparingBackend(
                Stream.concat(Stream.of(documents), Stream.of(more)).toList(), engine);
    }

    private static ChatRequest request(String caller, Part... parts) {
        return request(Deadline.none(), caller, parts);
    }

    private static ChatRequest request(Deadline deadline, String caller, Part... parts) {
        List<Message> messages = List.of(new Message(Role.USER, List.of(parts)));
        return new ChatRequest(
                messages, SamplingOptions.DEFAULTS, OptionalInt.empty(), 1, List.of(), caller, "", deadline);
    }

    private static ChatFailure failure(Call call) throws InterruptedException {
        try {
            call.run();
        } catch (ChatException e) {
            return e.failure();
        }
        throw new AssertionError("not refused");
    }

    private static FutureTask<ChatFailure> begin(Call call) {
        FutureTask<ChatFailure> task = new FutureTask<>(() -> failure(call));
        Thread.startVirtualThread(task);
        return task;
    }

    private static void assertNoTurn(ChatFailure failure) {
        assertThat(failure).isInstanceOfSatisfying(ChatFailure.Overloaded.class, overloaded -> {
            assertThat(overloaded.message())
                    .matches("Too many documents are being drawn; this request waited [0-9]+ ms for its turn.");
            assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPlaceIsHeldUntilTheEngineHasThePages(boolean measured) throws Exception {
        PageRenderer renderer = new PageRenderer(ONE_AT_A_TIME.with(Limit.PDF_WAIT, 50));
        try (PreparingBackend backend = preparing(renderer)) {
            ChatRequest two = request("a", ONE_PAGE, ONE_PAGE);
            Call call = measured ? () -> backend.measure(two) : () -> backend.submit(two);
            FutureTask<ChatFailure> first = begin(call);
            await().atMost(LONG).until(() -> engine.requests.size() == 1);

            for (Call other : List.<Call>of(
                    () -> backend.submit(request("b", ONE_PAGE)), () -> backend.measure(request("b", ONE_PAGE)))) {
                FutureTask<ChatFailure> second = begin(other);
                await().atMost(LONG).until(() -> second.isDone() || engine.requests.size() > 1);
                assertThat(engine.requests).hasSize(1);
                assertNoTurn(second.get());
            }

            engine.gate.countDown();
            assertThat(first.get()).isEqualTo(DONE);
            assertThat(failure(() -> backend.submit(request("b", ONE_PAGE)))).isEqualTo(DONE);
        }
    }

    @Test
    void nobodyWaitsLongerThanTheirOwnTime() throws Exception {
        PageRenderer renderer = new PageRenderer(ONE_AT_A_TIME);
        ChatRequest brief = request(Deadline.in(Duration.ofMillis(50)), "b", ONE_PAGE);
        try (PreparingBackend backend = preparing(renderer);
                FairRoom.Place _ = renderer.enter(request("a"))) {
            assertNoTurn(failure(() -> backend.submit(brief)));
        }
    }

    @Test
    void aSecondCallerComesBeforeTheFirstOnesNextRequest() throws Exception {
        engine.gate.countDown();
        PageRenderer renderer = new PageRenderer(ONE_AT_A_TIME.with(Limit.PDF_WAIT, 600_000));
        try (PreparingBackend backend = preparing(renderer)) {
            List<FutureTask<ChatFailure>> waiting = new ArrayList<>();
            try (FairRoom.Place _ = renderer.enter(request("a"))) {
                for (String caller : List.of("a", "a", "b", "b")) {
                    waiting.add(begin(() -> backend.submit(request(caller, ONE_PAGE))));
                    await().atMost(LONG).until(() -> renderer.waiting() == waiting.size());
                }
            }
            for (FutureTask<ChatFailure> request : waiting) {
                assertThat(request.get()).isEqualTo(DONE);
            }
        }
        assertThat(engine.requests.stream().map(ChatRequest::caller)).containsExactly("b", "a", "b", "a");
    }

    @Test
    void anEngineThatFilledUpWhileARequestWaitedHasNothingDrawn() throws Exception {
        engine.gate.countDown();
        engine.timesWithRoom.set(1);
        try (PreparingBackend backend = preparing(new PageRenderer(ONE_AT_A_TIME))) {
            Part bad = new Part.Document(new byte[] {1});
            assertThat(failure(() -> backend.submit(request("a", bad)))).isEqualTo(FULL);
            assertThat(failure(() -> backend.measure(request("a", ONE_PAGE)))).isEqualTo(DONE);
        }
    }

    @Test
    void theBytesOfPagesAreBoundedOverAllDocumentsOfARequest() throws Exception {
        engine.gate.countDown();
        try (PreparingBackend backend = preparing(new PageRenderer(ONE_AT_A_TIME))) {
            assertThat(failure(() -> backend.submit(request("a", ONE_PAGE, TWO_PAGES))))
                    .isEqualTo(DONE);
        }
        long bytes = pictures(engine.requests.getFirst()).stream()
                .mapToLong(picture -> picture.length)
                .sum();
        for (int missing : new int[] {0, 1}) {
            PageRenderer renderer = new PageRenderer(ONE_AT_A_TIME.with(Limit.PDF_PICTURES, bytes - missing));
            try (PreparingBackend backend = preparing(renderer)) {
                ChatFailure failure = failure(() -> backend.submit(request("a", ONE_PAGE, TWO_PAGES)));
                if (missing == 0) {
                    assertThat(failure).isEqualTo(DONE);
                } else {
                    assertThat(failure).isInstanceOfSatisfying(ChatFailure.BadDocument.class, bad -> {
                        assertThat(bad.document()).isEqualTo(1);
                        assertThat(bad.problem()).isEqualTo(DocumentProblem.FILE_TOO_LARGE);
                        assertThat(bad.message()).contains("as pictures (pdf-pictures)");
                    });
                }
            }
        }
    }

    private static List<byte[]> pictures(ChatRequest request) {
        return request.messages().getFirst().parts().stream()
                .map(part -> ((ImageSource.Inline) ((Part.Image) part).source())
                        .bytes()
                        .bytes())
                .toList();
    }

    private static MediaFetcher fetcher(PictureHost host, Limits limits) {
        EgressPolicy policy =
                new EgressPolicy(Set.of(EgressPolicy.AllowedHost.parse("127.0.0.1:" + host.port())), false);
        return new MediaFetcher(limits, policy, NameService.OF_THIS_MACHINE, "Belvedere/test");
    }

    private static Part remote(PictureHost host, String path) {
        return new Part.Image(new ImageSource.Remote(URI.create("http://127.0.0.1:" + host.port() + path)));
    }

    @Test
    void picturesAreFetchedBesideDocumentsAndBlamedByTheirOwnNumber() throws Exception {
        engine.gate.countDown();
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                PreparingBackend backend = preparing(new PageRenderer(ONE_AT_A_TIME), fetcher(host, ONE_AT_A_TIME))) {
            Part there = remote(host, "/a.png");
            assertThat(failure(() -> backend.submit(request("a", PICTURE, TWO_PAGES, there))))
                    .isEqualTo(DONE);
            assertThat(pictures(engine.requests.getFirst())).hasSize(4).last().isEqualTo(PNG);

            Part gone = remote(host, "/gone");
            assertThat(failure(() -> backend.submit(request("a", PICTURE, TWO_PAGES, there, ONE_PAGE, gone))))
                    .isInstanceOfSatisfying(
                            ChatFailure.BadImage.class,
                            bad -> assertThat(bad.image()).isEqualTo(2));
        }
    }

    @Test
    void whoWaitsForDrawingHoldsNoRoomForFetching() throws Exception {
        engine.gate.countDown();
        Limits limits = ONE_AT_A_TIME.with(Limit.PDF_WAIT, 600_000).with(Limit.REMOTE_FETCHES, 1);
        PageRenderer renderer = new PageRenderer(limits);
        try (PictureHost host = new PictureHost().picture("/a.png", PNG);
                PreparingBackend backend = preparing(renderer, fetcher(host, limits))) {
            Part there = remote(host, "/a.png");
            FutureTask<ChatFailure> waiting;
            try (FairRoom.Place _ = renderer.enter(request("a"))) {
                waiting = begin(() -> backend.submit(request("b", ONE_PAGE, there)));
                await().atMost(LONG).until(() -> renderer.waiting() == 1);
                assertThat(failure(() -> backend.submit(request("c", there)))).isEqualTo(DONE);
            }
            assertThat(waiting.get()).isEqualTo(DONE);
        }
    }
}
