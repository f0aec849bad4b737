package io.belvedere.server.media;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.server.turns.FairRoom;
import java.time.Duration;
import java.util.Optional;

/** Room for pictures that are being fetched, over all requests, as numbers and as bytes; who finds none waits for a turn as {@link FairRoom} gives them. */
final class FetchRoom {
    private final FairRoom room;

    FetchRoom(Limits limits) {
        this.room = new FairRoom(limits.intOf(Limit.REMOTE_FETCHES), limits.of(Limit.REMOTE_MEMORY));
    }

    /** What one request may fetch; closing it gives the room back, more than once is as good as once. */
    record Place(FairRoom.Place place) implements AutoCloseable {
        /** At the same time; at least 1, and perhaps fewer than were asked for. */
        int pictures() {
            return place.count();
        }

        /** Together; perhaps fewer than were asked for. */
        long bytes() {
            return place.bytes();
        }

        @Override
        public void close() {
            place.close();
        }
    }

    /** As {@link FairRoom#take}. */
    Optional<Place> take(String caller, int wantedPictures, long wantedBytes, Duration most)
            throws InterruptedException {
        return room.take(caller, wantedPictures, wantedBytes, most).map(Place::new);
    }

    /** Requests that wait. */
    int waiting() {
        return room.waiting();
    }
}
