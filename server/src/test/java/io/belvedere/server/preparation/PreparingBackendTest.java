package io.belvedere.server.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.Message;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.turns.FairRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PreparingBackendTest {
    private final List<String> log = new ArrayList<>();
    private final Deadline deadline = Deadline.in(Duration.ofHours(1));

    /** Refuses all, and tells in its log what it was asked. */
    private final class Engine implements ChatBackend {
        @Override
        public Completion submit(ChatRequest request) throws ChatException {
            assertThat(request.deadline()).isSameAs(deadline);
            log.add("submit " + text(request));
            throw new ChatException(new ChatFailure.Internal("no"));
        }

        @Override
        public void requireRoom(String caller) {
            log.add("room for " + caller);
        }

        @Override
        public PromptSize measure(ChatRequest request) {
            assertThat(request.deadline()).isSameAs(deadline);
            log.add("measure " + text(request));
            return new PromptSize(text(request).length(), List.of());
        }

        @Override
        public ModelCard card() {
            return new ModelCard("engine", Instant.EPOCH, 100, PixelRange.ANY);
        }

        @Override
        public void close() {
            log.add("close");
        }
    }

    /** Replaces one word by another. */
    private final class Replacing implements Preparation {
        private final String from;
        private final String to;
        private final FairRoom room = new FairRoom("full", 1, 1);

        Replacing(String from, String to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Optional<Task> find(ChatRequest request) {
            return text(request).contains(from) ? Optional.of(new Replacement(request)) : Optional.empty();
        }

        private final class Replacement implements Task {
            private final ChatRequest request;

            Replacement(ChatRequest request) {
                this.request = request;
            }

            @Override
            public FairRoom.Place enter() throws ChatException, InterruptedException {
                log.add("turn of " + from);
                return room.enter(request.caller(), 1, 0, Duration.ZERO);
            }

            @Override
            public Prepared prepare(FairRoom.Place place) {
                log.add(from + " to " + to);
                return new Prepared() {
                    @Override
                    public ChatRequest request() {
                        return request.withMessages(
                                List.of(Message.of(Role.USER, text(request).replace(from, to))));
                    }

                    @Override
                    public ChatFailure blame(ChatFailure failure) {
                        return new ChatFailure.Internal(from + ": " + failure.message());
                    }
                };
            }
        }

        @Override
        public void close() {
            log.add("close " + from);
        }
    }

    private static String text(ChatRequest request) {
        return request.messages().getFirst().parts().toString().replaceAll(".*text=|]]$", "");
    }

    private ChatRequest request(String text) {
        return new ChatRequest(
                List.of(Message.of(Role.USER, text)),
                SamplingOptions.DEFAULTS,
                OptionalInt.empty(),
                1,
                List.of(),
                "me",
                "",
                deadline);
    }

    private PreparingBackend backend(Preparation... preparations) {
        return new PreparingBackend(List.of(preparations), new Engine());
    }

    @Test
    void whatNeedsNothingPassesAtOnce() {
        assertThatThrownBy(() -> backend(new Replacing("a", "b")).submit(request("c")))
                .hasMessage("no");
        assertThat(log).containsExactly("submit c");
    }

    @Test
    void thereIsRoomBeforeAndAfterTheTurn() {
        assertThatThrownBy(() -> backend(new Replacing("a", "b")).submit(request("a")))
                .hasMessage("a: no");
        assertThat(log).containsExactly("room for me", "turn of a", "room for me", "a to b", "submit b");
    }

    @Test
    void measuringGoesTheSameRoadAndNeedsNoRoom() throws Exception {
        assertThat(backend(new Replacing("a", "bb")).measure(request("a")).tokens())
                .isEqualTo(2);
        assertThat(log).containsExactly("turn of a", "a to bb", "measure bb");
    }

    @Test
    void aLaterOneFindsWhatAnEarlierOneMadeAndFailuresGoTheWayBack() {
        PreparingBackend backend = backend(new Replacing("a", "b"), new Replacing("b", "c"));
        assertThatThrownBy(() -> backend.submit(request("a"))).hasMessage("a: b: no");
        assertThat(log).endsWith("turn of b", "room for me", "b to c", "submit c");
    }

    @Test
    void thePlaceIsGivenBackWhateverTheEnd() throws Exception {
        PreparingBackend backend = backend(new Replacing("a", "b"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> backend.submit(request("a"))).hasMessage("a: no");
            backend.measure(request("a"));
        }
    }

    @Test
    void allAreClosedTheEngineLast() {
        backend(new Replacing("a", "b"), new Replacing("b", "c")).close();
        assertThat(log).containsExactly("close a", "close b", "close");
    }
}
