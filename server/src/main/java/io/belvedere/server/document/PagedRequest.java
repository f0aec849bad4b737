package io.belvedere.server.document;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.server.preparation.Preparation;
import java.util.ArrayList;
import java.util.List;

/**
 * A request whose documents have become pictures.
 *
 * @param origins where each of its pictures came from
 */
record PagedRequest(ChatRequest request, List<Origin> origins) implements Preparation.Prepared {
    sealed interface Origin {
        /** It was a picture before; {@code image} counts from 0 over these. */
        record Picture(int image) implements Origin {}

        /** Both count from 0. */
        record Page(int document, int page) implements Origin {}
    }

    PagedRequest {
        origins = List.copyOf(origins);
    }

    static boolean isNeededFor(ChatRequest request) {
        return count(request, Part.Document.class) > 0;
    }

    /**
     * Renders all documents, each in place; pages and pictures together stay within what the renderer allows a request.
     *
     * @param pixels that a page may have, whatever the request asks for
     * @param mostBytes of all pages, as files
     */
    static PagedRequest of(ChatRequest request, PageRenderer renderer, PixelRange pixels, long mostBytes)
            throws ChatException, InterruptedException {
        int others = count(request, Part.Image.class) + count(request, Part.Document.class) - 1;
        List<Origin> origins = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        int images = 0;
        int documents = 0;
        long bytesLeft = mostBytes;
        for (Message message : request.messages()) {
            List<Part> parts = new ArrayList<>();
            for (Part part : message.parts()) {
                switch (part) {
                    case Part.Text text -> parts.add(text);
                    case Part.Image image -> {
                        parts.add(image);
                        origins.add(new Origin.Picture(images++));
                    }
                    case Part.Document document -> {
                        PageRenderer.Wish wish = new PageRenderer.Wish(
                                document.pixels().within(pixels), others, bytesLeft, request.deadline());
                        List<ImageBytes> pages = render(document, documents, renderer, wish);
                        others += pages.size() - 1;
                        for (int page = 0; page < pages.size(); page++) {
                            bytesLeft -= pages.get(page).bytes().length;
                            parts.add(new Part.Image(new ImageSource.Inline(pages.get(page)), document.pixels()));
                            origins.add(new Origin.Page(documents, page));
                        }
                        documents++;
                    }
                }
            }
            messages.add(new Message(message.role(), parts));
        }
        return new PagedRequest(request.withMessages(messages), origins);
    }

    private static List<ImageBytes> render(
            Part.Document document, int number, PageRenderer renderer, PageRenderer.Wish wish)
            throws ChatException, InterruptedException {
        try {
            return renderer.render(document.bytes(), wish);
        } catch (DocumentException e) {
            throw new ChatException(new ChatFailure.BadDocument(number, e.problem(), e.fact()));
        }
    }

    private static int count(ChatRequest request, Class<? extends Part> kind) {
        return (int) request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(kind::isInstance)
                .count();
    }

    @Override
    public ChatFailure blame(ChatFailure failure) {
        if (!(failure instanceof ChatFailure.BadImage bad) || bad.image() >= origins.size()) {
            return failure;
        }
        return switch (origins.get(bad.image())) {
            case Origin.Picture(int image) -> new ChatFailure.BadImage(image, bad.problem(), bad.message());
            case Origin.Page(int document, int page) ->
                new ChatFailure.BadDocument(
                        document,
                        DocumentProblem.UNSUPPORTED_FILE,
                        "Page %d of the document can't be used as a picture. %s".formatted(page + 1, bad.message()));
        };
    }
}
