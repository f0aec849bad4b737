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
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request's pictures in order, with the addresses of those that are to be fetched. */
final class RequestPictures {
    /** One of them: its bytes, or where they are. */
    sealed interface Picture {
        record Here(ImageBytes bytes) implements Picture {}

        record There(RemoteAddress address) implements Picture {}
    }

    private final ChatRequest request;
    private final List<Picture> pictures;
    private final Set<RemoteAddress> addresses = new LinkedHashSet<>();

    private RequestPictures(ChatRequest request, List<Picture> pictures) {
        this.request = request;
        this.pictures = pictures;
        for (Picture picture : pictures) {
            if (picture instanceof Picture.There(RemoteAddress address)) {
                addresses.add(address);
            }
        }
    }

    /**
     * Finds them; nothing is looked up or fetched.
     *
     * @throws ChatException if there are too many by URL, or naming the first whose URL can't be used
     */
    static RequestPictures of(ChatRequest request, Limits limits) throws ChatException {
        List<ImageSource> sources = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .map(part -> ((Part.Image) part).source())
                .toList();
        long remote =
                sources.stream().filter(ImageSource.Remote.class::isInstance).count();
        if (remote > limits.of(Limit.REMOTE_IMAGES)) {
            String message = "A request may hold at most %d images by URL; given %d."
                    .formatted(limits.of(Limit.REMOTE_IMAGES), remote);
            throw new ChatException(new ChatFailure.Invalid(message, "messages"));
        }
        List<Picture> pictures = new ArrayList<>(sources.size());
        for (ImageSource source : sources) {
            try {
                pictures.add(
                        switch (source) {
                            case ImageSource.Inline(ImageBytes bytes) -> new Picture.Here(bytes);
                            case ImageSource.Remote(URI uri) -> new Picture.There(RemoteAddress.parse(uri));
                        });
            } catch (FetchException e) {
                throw e.at(pictures.size());
            }
        }
        return new RequestPictures(request, pictures);
    }

    ChatRequest request() {
        return request;
    }

    List<Picture> inOrder() {
        return pictures;
    }

    /** What is to be fetched, each once. */
    Set<RemoteAddress> addresses() {
        return addresses;
    }

    /** The request with these pictures, of which equal ones become one. */
    ChatRequest with(List<ImageBytes> fetched) {
        Map<String, ImageBytes> byDigest = new HashMap<>();
        Iterator<ImageBytes> next = fetched.iterator();
        List<Message> messages = new ArrayList<>(request.messages().size());
        for (Message message : request.messages()) {
            List<Part> parts = new ArrayList<>(message.parts().size());
            for (Part part : message.parts()) {
                parts.add(part instanceof Part.Image image ? image.withSource(source(next.next(), byDigest)) : part);
            }
            messages.add(new Message(message.role(), parts));
        }
        return request.withMessages(messages);
    }

    private static ImageSource source(ImageBytes bytes, Map<String, ImageBytes> byDigest) {
        return new ImageSource.Inline(byDigest.computeIfAbsent(bytes.sha256(), digest -> bytes));
    }
}
