package io.belvedere.server.media;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches the remote pictures of requests, those of one request at the same time. */
public final class MediaFetcher implements AutoCloseable {
    private final Limits limits;
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final PinnedHttp http;
    private final ImageDownload download;

    /** @param userAgent says who fetches, to those who run the hosts */
    public MediaFetcher(Limits limits, EgressPolicy policy, NameService names, String userAgent) {
        this(limits, policy, names, new PinnedHttp(limits, userAgent, new ClientSSLOptions()));
    }

    MediaFetcher(Limits limits, EgressPolicy policy, NameService names, PinnedHttp http) {
        this.limits = limits;
        this.http = http;
        this.download = new ImageDownload(new EgressGate(policy, names, lookups), http, limits);
    }

    /**
     * The same request with every picture inline.
     *
     * @throws ChatException naming the first picture that can't be had
     */
    public ChatRequest inline(ChatRequest request) throws ChatException, InterruptedException {
        List<ImageSource> sources = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(part -> ((Part.Image) part).source())
                .toList();
        long remote =
                sources.stream().filter(ImageSource.Remote.class::isInstance).count();
        if (remote == 0) {
            return request;
        }
        if (remote > limits.of(Limit.REMOTE_IMAGES)) {
            String message = "A request may hold at most %d images by URL; given %d."
                    .formatted(limits.of(Limit.REMOTE_IMAGES), remote);
            throw new ChatException(new ChatFailure.Invalid(message, "messages"));
        }
        return replaced(request, fetchAll(sources).iterator());
    }

    /** The pictures in order; the same address is fetched once. */
    private List<ImageBytes> fetchAll(List<ImageSource> sources) throws ChatException, InterruptedException {
        ByteAllowance allowance = new ByteAllowance(limits);
        Map<URI, Future<ImageBytes>> coming = new LinkedHashMap<>();
        List<ImageBytes> pictures = new ArrayList<>(sources.size());
        ExecutorService downloads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (ImageSource source : sources) {
                if (source instanceof ImageSource.Remote(URI address)) {
                    coming.computeIfAbsent(
                            address, same -> downloads.submit(() -> download.fetch(same, allowance.share())));
                }
            }
            for (int i = 0; i < sources.size(); i++) {
                pictures.add(
                        switch (sources.get(i)) {
                            case ImageSource.Inline(ImageBytes bytes) -> bytes;
                            case ImageSource.Remote(URI address) ->
                                await(Objects.requireNonNull(coming.get(address)), i);
                        });
            }
            return pictures;
        } finally {
            downloads.shutdownNow();
        }
    }

    private static ImageBytes await(Future<ImageBytes> coming, int image) throws ChatException, InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchException fetch) {
                throw new ChatException(new ChatFailure.BadImage(image, fetch.problem(), fetch.fact()));
            }
            throw new IllegalStateException("fetching a picture failed", e.getCause());
        }
    }

    private static ChatRequest replaced(ChatRequest request, Iterator<ImageBytes> pictures) {
        List<Message> messages = new ArrayList<>(request.messages().size());
        for (Message message : request.messages()) {
            List<Part> parts = new ArrayList<>(message.parts().size());
            for (Part part : message.parts()) {
                parts.add(
                        part instanceof Part.Image image
                                ? image.withSource(new ImageSource.Inline(pictures.next()))
                                : part);
            }
            messages.add(new Message(message.role(), parts));
        }
        return request.withMessages(messages);
    }

    @Override
    public void close() {
        http.close();
        lookups.shutdownNow();
    }
}
