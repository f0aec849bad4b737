package io.belvedere.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentPreparationTest {
    private static final Part PICTURE = new Part.Image(new ImageSource.Inline(new ImageBytes(new byte[] {1, 2, 3})));
    private static final Part TWO_PAGES = new Part.Document(Pdfs.pages(2));

    private final Refusing refusing = new Refusing();
    private final PreparingBackend backend = new PreparingBackend(
            List.of(new DocumentPreparation(
                    new PageRenderer(
                            Limits.DEFAULTS.with(Limit.PDF_TIME, 600_000).with(Limit.IMAGES, 6)),
                    refusing.card().pixels())),
            refusing);

    @AfterEach
    void close() {
        backend.close();
    }

    /** Keeps requests and blames their pictures. */
    private static final class Refusing implements ChatBackend {
        final List<ChatRequest> requests = new ArrayList<>();
        ChatFailure failure = new ChatFailure.Internal("no");
        boolean full;

        @Override
        public Completion submit(ChatRequest request) throws ChatException {
            requests.add(request);
            throw new ChatException(failure);
        }

        @Override
        public void requireRoom(String caller) throws ChatException {
            if (full) {
                throw new ChatException(new ChatFailure.Overloaded("full", Duration.ofSeconds(1)));
            }
        }

        @Override
        public PromptSize measure(ChatRequest request) throws ChatException {
            submit(request);
            throw new AssertionError();
        }

        @Override
        public ModelCard card() {
            return new ModelCard("refusing", Instant.EPOCH, 100, new PixelRange(1_000, 50_000));
        }

        @Override
        public void close() {}
    }

    private static ChatRequest request(Part... parts) {
        return request(Deadline.none(), parts);
    }

    private static ChatRequest request(Deadline deadline, Part... parts) {
        List<Message> messages = List.of(Message.of(Role.SYSTEM, "Read."), new Message(Role.USER, List.of(parts)));
        return new ChatRequest(messages, SamplingOptions.DEFAULTS, OptionalInt.empty(), 1, List.of(), "", "", deadline);
    }

    private ChatFailure failure(ChatRequest request) {
        try {
            backend.submit(request);
        } catch (ChatException e) {
            return e.failure();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }

    @Test
    void withoutDocumentsTheRequestPassesAsItIs() {
        ChatRequest request = request(new Part.Text("a"), PICTURE);
        assertThat(failure(request)).isEqualTo(refusing.failure);
        assertThat(refusing.requests).singleElement().isSameAs(request);
    }

    @Test
    void pagesStandInPlaceOfTheirDocument() {
        assertThat(failure(request(new Part.Text("a"), TWO_PAGES, new Part.Text("b"), PICTURE)))
                .isEqualTo(refusing.failure);

        List<Message> messages = refusing.requests.getFirst().messages();
        assertThat(messages.getFirst()).isEqualTo(Message.of(Role.SYSTEM, "Read."));
        assertThat(messages.get(1).parts())
                .hasSize(5)
                .startsWith(new Part.Text("a"))
                .endsWith(new Part.Text("b"), PICTURE);
        assertThat(messages.get(1).parts().subList(1, 3))
                .allSatisfy(page -> assertThat(page)
                        .isInstanceOfSatisfying(
                                Part.Image.class,
                                image -> assertThat(((ImageSource.Inline) image.source())
                                                .bytes()
                                                .bytes())
                                        .startsWith(0x89, 'P', 'N', 'G')));
    }

    @ParameterizedTest
    @CsvSource({
        "0, image, 0",
        "1, document, 0",
        "2, document, 0",
        "3, image, 1",
        "4, document, 1",
        "5, document, 1",
        "6, image, 6"
    })
    void aPicturesFaultIsToldInTermsOfTheRequestAsItWas(int blamed, String kind, int number) {
        refusing.failure = new ChatFailure.BadImage(blamed, ImageProblem.INVALID_IMAGE, "The image is too long.");

        ChatFailure told = failure(request(PICTURE, TWO_PAGES, PICTURE, TWO_PAGES));
        assertThat(told)
                .isEqualTo(
                        kind.equals("image")
                                ? new ChatFailure.BadImage(number, ImageProblem.INVALID_IMAGE, "The image is too long.")
                                : new ChatFailure.BadDocument(
                                        number,
                                        DocumentProblem.UNSUPPORTED_FILE,
                                        "Page %d of the document can't be used as a picture. The image is too long."
                                                .formatted(blamed == 1 || blamed == 4 ? 1 : 2)));
    }

    @Test
    void aBadDocumentIsNamedAndNothingIsSubmitted() {
        ChatFailure told = failure(request(TWO_PAGES, new Part.Document(new byte[] {1})));
        assertThat(told).isInstanceOfSatisfying(ChatFailure.BadDocument.class, bad -> {
            assertThat(bad.document()).isEqualTo(1);
            assertThat(bad.problem()).isEqualTo(DocumentProblem.INVALID_FILE);
        });
        assertThat(refusing.requests).isEmpty();
    }

    @Test
    void pagesCountAgainstTheImagesOfARequest() {
        assertThat(failure(request(TWO_PAGES, TWO_PAGES, TWO_PAGES))).isEqualTo(refusing.failure);
        assertThat(failure(request(TWO_PAGES, TWO_PAGES, PICTURE, TWO_PAGES)))
                .isInstanceOfSatisfying(ChatFailure.BadDocument.class, bad -> {
                    assertThat(bad.document()).isEqualTo(2);
                    assertThat(bad.message()).contains("2 pages; of the 6 images that a request may hold, 1 are left");
                });
    }

    @Test
    void aFullBackendRefusesBeforeAnythingIsDrawn() {
        refusing.full = true;
        assertThat(failure(request(new Part.Document(new byte[] {1})))).isInstanceOf(ChatFailure.Overloaded.class);
    }

    @Test
    void promptsAreMeasuredWithPages() {
        refusing.failure = new ChatFailure.BadImage(1, ImageProblem.INVALID_IMAGE, "No.");
        assertThatThrownBy(() -> backend.measure(request(TWO_PAGES)))
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.failure()).isInstanceOf(ChatFailure.BadDocument.class));
        assertThatThrownBy(() -> backend.measure(request(PICTURE)))
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.failure()).isEqualTo(refusing.failure));
        assertThat(refusing.requests).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 10000, 10000", "1, 9999999, 50000", "1, 10, 1000"})
    void pagesAreDrawnWithinWhatRequestAndModelAllow(long min, long max, long most) throws Exception {
        PixelRange asked = new PixelRange(min, max);
        assertThat(failure(request(new Part.Document(Pdfs.pages(1), asked)))).isEqualTo(refusing.failure);

        Part.Image page = (Part.Image)
                refusing.requests.getFirst().messages().get(1).parts().getFirst();
        assertThat(page.pixels()).isEqualTo(asked);
        ImageBytes bytes = ((ImageSource.Inline) page.source()).bytes();
        assertThat(ImageDecoder.DEFAULT.probe(bytes).oriented().pixels()).isBetween(most * 9 / 10, most);
    }

    @Test
    void theTimeThatDrawingTakesIsTheRequests() {
        Deadline deadline = Deadline.in(Duration.ofHours(1));
        failure(request(deadline, TWO_PAGES));
        assertThat(refusing.requests.getFirst().deadline()).isSameAs(deadline);
    }

    @Test
    void interruptionPasses() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> backend.submit(request(TWO_PAGES))).isInstanceOf(InterruptedException.class);
    }
}
