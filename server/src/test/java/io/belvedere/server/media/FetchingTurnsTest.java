package io.belvedere.server.media;

import static io.belvedere.server.media.PictureHost.PNG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Part;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.openai.ScriptedBackend;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchingTurnsTest {
    private static final ChatFailure FULL = new ChatFailure.Overloaded("All places are taken.", Duration.ofSeconds(7));

    /** Has room, or none, as the test says. */
    private static final class Engine implements ChatBackend {
        private final ScriptedBackend answers = new ScriptedBackend();
        private final AtomicInteger timesAskedForRoom = new AtomicInteger();
        private volatile int fullFrom = Integer.MAX_VALUE;

        @Override
        public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
            return answers.submit(request);
        }

        @Override
        public void requireRoom(String caller) throws ChatException {
            if (timesAskedForRoom.incrementAndGet() >= fullFrom) {
                throw new ChatException(FULL);
            }
        }

        @Override
        public PromptSize measure(ChatRequest request) throws ChatException {
            return answers.measure(request);
        }

        @Override
        public ModelCard card() {
            return answers.card();
        }

        @Override
        public void close() {}
    }

    private final Engine engine = new Engine();

    private PreparingBackend backend(Limits limits, PictureHost host) {
        EgressPolicy policy =
                new EgressPolicy(Set.of(EgressPolicy.AllowedHost.parse("127.0.0.1:" + host.port())), false);
        return new PreparingBackend(
                List.of(new MediaFetcher(limits, policy, NameService.OF_THIS_MACHINE, "Belvedere/test")), engine);
    }

    private static ChatRequest request(String caller, PictureHost host, String... paths) {
        List<Part> parts = new ArrayList<>();
        for (String path : paths) {
            parts.add(new Part.Image(new ImageSource.Remote(URI.create("http://127.0.0.1:" + host.port() + path))));
        }
        return new ChatRequest(
                List.of(new Message(Role.USER, parts)),
                SamplingOptions.DEFAULTS,
                OptionalInt.empty(),
                1,
                List.of(),
                caller,
                "",
                Deadline.none());
    }

    @Test
    void withoutRemotePicturesNothingHappens() throws Exception {
        try (PictureHost host = new PictureHost();
                PreparingBackend backend = backend(Limits.DEFAULTS, host)) {
            ChatRequest inline = new ChatRequest(
                    List.of(new Message(
                            Role.USER, List.of(new Part.Image(new ImageSource.Inline(new ImageBytes(PNG)))))),
                    SamplingOptions.DEFAULTS,
                    OptionalInt.empty(),
                    List.of());
            backend.submit(inline).close();
            assertThat(engine.answers.request()).isSameAs(inline);
            assertThat(engine.timesAskedForRoom).hasValue(0);
        }
    }

    @Test
    void anEngineWithoutRoomHasNothingFetched() throws Exception {
        engine.fullFrom = 1;
        try (PictureHost host = new PictureHost().picture("/", PNG);
                PreparingBackend backend = backend(Limits.DEFAULTS, host)) {
            assertThatThrownBy(() -> backend.submit(request("", host, "/a")))
                    .isInstanceOfSatisfying(
                            ChatException.class,
                            refused -> assertThat(refused.failure()).isEqualTo(FULL));
            assertThat(host.asked()).isEmpty();
        }
    }

    @Test
    void anEngineThatFilledUpWhileTheRequestWaitedHasNothingFetched() throws Exception {
        engine.fullFrom = 2;
        try (PictureHost host = new PictureHost().picture("/", PNG);
                PreparingBackend backend = backend(Limits.DEFAULTS, host)) {
            assertThatThrownBy(() -> backend.submit(request("", host, "/a")))
                    .isInstanceOf(ChatException.class)
                    .hasMessage("All places are taken.");
            assertThat(host.asked()).isEmpty();
            engine.fullFrom = Integer.MAX_VALUE;
            backend.submit(request("", host, "/a")).close();
            assertThat(host.asked()).hasSize(1);
        }
    }

    @Test
    void manyRequestsFetchAFewPicturesAtATime() throws Exception {
        int most = 6;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_FETCHES, most);
        String[] eight = new String[8];
        for (int i = 0; i < eight.length; i++) {
            eight[i] = "/" + i;
        }
        try (PictureHost host = new PictureHost().page("/", exchange -> {
                    peak.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.yield();
                    now.decrementAndGet();
                    exchange.sendResponseHeaders(200, PNG.length);
                    exchange.getResponseBody().write(PNG);
                });
                PreparingBackend backend = backend(limits, host)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                ChatRequest request = request("caller " + i % 5, host, eight);
                threads.add(Thread.startVirtualThread(() -> {
                    try {
                        backend.submit(request).close();
                    } catch (ChatException | InterruptedException e) {
                        failed.incrementAndGet();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failed).hasValue(0);
            assertThat(engine.answers.requests()).isEqualTo(64);
            assertThat(host.asked()).hasSize(64 * 8);
            assertThat(peak.get()).isBetween(1, most);
        }
    }

    @Test
    void whoFindsNoRoomInTimeIsToldToComeAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_MEMORY, 10 << 20).with(Limit.REMOTE_WAIT, 50);
        try (PictureHost host = new PictureHost().picture("/quick", PNG).page("/slow", exchange -> {
                    asked.countDown();
                    done.await();
                });
                PreparingBackend backend = backend(limits, host)) {
            Thread slow = Thread.startVirtualThread(() -> {
                try {
                    backend.submit(request("a", host, "/slow")).close();
                } catch (ChatException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            asked.await();
            assertThatThrownBy(() -> backend.submit(request("b", host, "/quick")))
                    .isInstanceOfSatisfying(
                            ChatException.class,
                            refused -> assertThat(refused.failure())
                                    .isEqualTo(new ChatFailure.Overloaded(
                                            "Too many images are being fetched; this request waited 50 ms for its turn.",
                                            Duration.ofSeconds(10))));
            assertThat(host.timesAsked("/quick")).isZero();
            slow.interrupt();
            slow.join();
            backend.submit(request("b", host, "/quick")).close();
            done.countDown();
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsGivesItsTurnAway() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Limits limits = Limits.DEFAULTS.with(Limit.REMOTE_MEMORY, 10 << 20);
        EgressPolicy open = new EgressPolicy(Set.of(EgressPolicy.AllowedHost.parse("127.0.0.1")), false);
        MediaFetcher fetcher = new MediaFetcher(limits, open, NameService.OF_THIS_MACHINE, "Belvedere/test");
        try (PictureHost host = new PictureHost().picture("/quick", PNG).page("/slow", exchange -> {
                    asked.countDown();
                    done.await();
                    exchange.sendResponseHeaders(200, PNG.length);
                    exchange.getResponseBody().write(PNG);
                });
                PreparingBackend backend = new PreparingBackend(List.of(fetcher), engine)) {
            AtomicInteger interrupted = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (String path : List.of("/slow", "/quick", "/quick")) {
                threads.add(Thread.startVirtualThread(() -> {
                    try {
                        backend.submit(request("a", host, path)).close();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    } catch (ChatException e) {
                        throw new AssertionError(e);
                    }
                }));
                asked.await();
            }
            await().until(() -> fetcher.waiting() == 2);
            threads.get(1).interrupt();
            threads.get(1).join();
            assertThat(fetcher.waiting()).isEqualTo(1);
            done.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(interrupted).hasValue(1);
            assertThat(engine.answers.requests()).isEqualTo(2);
            assertThat(host.timesAsked("/quick")).isEqualTo(1);
        }
    }
}
