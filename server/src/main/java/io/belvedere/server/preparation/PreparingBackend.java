package io.belvedere.server.preparation;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.PromptSize;
import io.belvedere.turns.FairRoom;
import java.util.List;
import java.util.Optional;

/**
 * Prepares requests for a backend, one kind of thing after the other. What the backend has no room for is refused
 * before anything is spent on it; a request keeps its places until the backend has taken over what was prepared.
 */
public final class PreparingBackend implements ChatBackend {
    private final List<Preparation> preparations;
    private final ChatBackend backend;

    /** @param preparations in their order: a later one is asked about what an earlier one made */
    public PreparingBackend(List<Preparation> preparations, ChatBackend backend) {
        this.preparations = List.copyOf(preparations);
        this.backend = backend;
    }

    /** What the backend is to do with a prepared request. */
    @FunctionalInterface
    private interface Use<T> {
        T of(ChatRequest prepared) throws ChatException, InterruptedException;
    }

    /**
     * Asked before a request waits for its turn, and when it has it: others may have taken the room in the meantime.
     */
    @FunctionalInterface
    private interface Room {
        void require() throws ChatException;
    }

    @Override
    public Completion submit(ChatRequest request) throws ChatException, InterruptedException {
        return prepare(request, preparations, () -> requireRoom(request.caller()), backend::submit);
    }

    /** Prepares all to know the sizes. */
    @Override
    public PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        return prepare(request, preparations, () -> {}, backend::measure);
    }

    private static <T> T prepare(ChatRequest request, List<Preparation> open, Room room, Use<T> use)
            throws ChatException, InterruptedException {
        if (open.isEmpty()) {
            return use.of(request);
        }
        List<Preparation> others = open.subList(1, open.size());
        Optional<Preparation.Task> task = open.getFirst().find(request);
        if (task.isEmpty()) {
            return prepare(request, others, room, use);
        }
        room.require();
        try (FairRoom.Place place = task.get().enter()) {
            room.require();
            Preparation.Prepared prepared = task.get().prepare(place);
            try {
                return prepare(prepared.request(), others, room, use);
            } catch (ChatException e) {
                throw new ChatException(prepared.blame(e.failure()));
            }
        }
    }

    @Override
    public void requireRoom(String caller) throws ChatException {
        backend.requireRoom(caller);
    }

    @Override
    public ModelCard card() {
        return backend.card();
    }

    /** Closes all. */
    @Override
    public void close() {
        preparations.forEach(Preparation::close);
        backend.close();
    }
}
