package io.belvedere.server.media;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageBytes;
import io.belvedere.server.preparation.Preparation;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.belvedere.turns.FairRoom;
import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches the remote pictures of requests, those of one request at the same time, within what all requests share. */
public final class MediaFetcher implements Preparation {
    private final Limits limits;
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final PinnedHttp http;
    private final ImageDownload download;
    private final FairRoom room;

    /** @param userAgent says who fetches, to those who run the hosts */
    public MediaFetcher(Limits limits, EgressPolicy policy, NameService names, String userAgent) {
        this(limits, policy, names, new PinnedHttp(limits, userAgent, new ClientSSLOptions()));
    }

    MediaFetcher(Limits limits, EgressPolicy policy, NameService names, PinnedHttp http) {
        this.limits = limits;
        this.http = http;
        this.download = new ImageDownload(new EgressGate(policy, names, lookups), http, limits);
        this.room = new FairRoom(
                "Too many images are being fetched",
                limits.intOf(Limit.REMOTE_FETCHES),
                limits.of(Limit.REMOTE_MEMORY));
    }

    @Override
    public Optional<Task> find(ChatRequest request) throws ChatException {
        RequestPictures pictures = RequestPictures.of(request, limits);
        return pictures.addresses().isEmpty() ? Optional.empty() : Optional.of(new Fetching(pictures));
    }

    private final class Fetching implements Task {
        private final RequestPictures pictures;

        Fetching(RequestPictures pictures) {
            this.pictures = pictures;
        }

        @Override
        public FairRoom.Place enter() throws ChatException, InterruptedException {
            return MediaFetcher.this.enter(pictures);
        }

        @Override
        public Prepared prepare(FairRoom.Place place) throws ChatException, InterruptedException {
            ChatRequest fetched = fetch(pictures, place);
            return () -> fetched;
        }
    }

    private FairRoom.Place enter(RequestPictures pictures) throws ChatException, InterruptedException {
        int count = pictures.addresses().size();
        long bytes = Math.min(limits.of(Limit.REMOTE_IMAGES_SIZE), count * limits.of(Limit.REMOTE_IMAGE_SIZE));
        Duration most = pictures.request().deadline().left(limits.time(Limit.REMOTE_WAIT));
        return room.enter(pictures.request().caller(), count, bytes, most);
    }

    private ChatRequest fetch(RequestPictures pictures, FairRoom.Place place)
            throws ChatException, InterruptedException {
        ByteAllowance allowance = new ByteAllowance(limits, place.bytes());
        Deadline deadline = pictures.request().deadline();
        Map<RemoteAddress, Future<ImageBytes>> coming = new HashMap<>();
        ExecutorService downloads = Executors.newFixedThreadPool(
                place.count(), Thread.ofVirtual().name("fetch-", 0).factory());
        try {
            for (RemoteAddress address : pictures.addresses()) {
                coming.put(address, downloads.submit(() -> download.fetch(address, allowance.share(), deadline)));
            }
            List<ImageBytes> here = new ArrayList<>();
            for (RequestPictures.Picture picture : pictures.inOrder()) {
                here.add(
                        switch (picture) {
                            case RequestPictures.Picture.Here(ImageBytes bytes) -> bytes;
                            case RequestPictures.Picture.There(RemoteAddress address) ->
                                await(Objects.requireNonNull(coming.get(address)), here.size());
                        });
            }
            return pictures.with(here);
        } finally {
            downloads.shutdownNow();
        }
    }

    private static ImageBytes await(Future<ImageBytes> coming, int image) throws ChatException, InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException fetch) {
                throw fetch.at(image);
            }
            throw new IllegalStateException("fetching a picture failed", e.getCause());
        }
    }

    /** Requests that wait for their turn. */
    int waiting() {
        return room.waiting();
    }

    @Override
    public void close() {
        http.close();
        lookups.shutdownNow();
    }
}
