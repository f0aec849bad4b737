package io.belvedere.server.preparation;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.turns.FairRoom;
import java.util.Optional;

/** Replaces one kind of thing that engines don't take by what they take, in turn and bounded over all requests. */
public interface Preparation extends AutoCloseable {
    /**
     * What is to be done for a request; nothing is done yet.
     *
     * @return empty: it holds nothing of the kind
     * @throws ChatException if what it holds can't be prepared
     */
    Optional<Task> find(ChatRequest request) throws ChatException;

    /** Ends what runs. */
    @Override
    void close();

    /** One request's. */
    interface Task {
        /**
         * Waits for the request's turn. The place is to be closed when nobody here needs what is prepared any more.
         *
         * @throws ChatException if there was no room in time
         */
        FairRoom.Place enter() throws ChatException, InterruptedException;

        /** @throws ChatException naming the first thing that can't be prepared */
        Prepared prepare(FairRoom.Place place) throws ChatException, InterruptedException;
    }

    /** A request without anything of the kind. */
    interface Prepared {
        ChatRequest request();

        /** A failure to answer {@link #request} in terms of the request as it was. */
        default ChatFailure blame(ChatFailure failure) {
            return failure;
        }
    }
}
