package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.Background;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageReport;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an answer tells of its pictures. */
@Timeout(120)
class ImageReportTest {
    private static final Part FIRST = picture(200, 100);
    private static final Part SECOND = picture(60, 90);

    @Test
    void aPictureIsEncodedOnceAndThenKnown() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            ChatRequest request = request(1, FIRST, new Part.Text("and"), SECOND, new Part.Text("?"));
            List<ImageReport> first = reports(engine, request);
            List<ImageReport> again = reports(engine, request);
            assertThat(first).extracting(ImageReport::cached).containsExactly(false, false);
            assertThat(first).allSatisfy(report -> assertThat(report.encoding()).isPositive());
            assertThat(again).extracting(ImageReport::cached).containsExactly(true, true);
            assertThat(again).allSatisfy(report -> assertThat(report.encoding()).isZero());
            assertThat(again)
                    .extracting(ImageReport::view)
                    .isEqualTo(first.stream().map(ImageReport::view).toList())
                    .isEqualTo(engine.measure(request).images());
            assertThat(reports(engine, request(1, SECOND, picture(61, 90))))
                    .extracting(ImageReport::cached)
                    .containsExactly(true, false);
        }
    }

    @Test
    void anotherBackgroundIsAnotherPicture() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            assertThat(reports(engine, request(1, FIRST, over(0), FIRST, over(0), over(0xFFFFFF))))
                    .extracting(ImageReport::cached)
                    .containsExactly(false, false, true, true, true);
        }
    }

    private static Part over(int background) {
        Part.Image first = (Part.Image) FIRST;
        return new Part.Image(first.source(), first.pixels(), Optional.of(new Background(background)));
    }

    @Test
    void aPictureShownTwiceIsEncodedForTheFirst() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            assertThat(reports(engine, request(1, FIRST, FIRST)))
                    .extracting(ImageReport::cached)
                    .containsExactly(false, true);
        }
    }

    @Test
    void severalAnswersShareAPictureAndTellOfItOnce() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            List<ImageReport> reports = reports(engine, request(3, FIRST, new Part.Text("?")));
            assertThat(reports).hasSize(1).extracting(ImageReport::cached).containsExactly(false);
            assertThat(engine.stats().run().pictures()).isEqualTo(1);
        }
    }

    @Test
    void whatWasNeverShownIsNoHit() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            ChatRequest late = TinyEngine.overdue(request(1, FIRST));
            assertThat(reports(engine, late))
                    .singleElement()
                    .satisfies(report -> assertThat(
                                    report.cached() || report.encoding().isPositive())
                            .isFalse());
        }
    }

    @Test
    void textAloneHasNoReports() throws Exception {
        try (LocalEngine engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048))) {
            assertThat(reports(engine, request(1, new Part.Text("Hello!")))).isEmpty();
        }
    }

    private static List<ImageReport> reports(LocalEngine engine, ChatRequest request) throws Exception {
        try (Completion completion = engine.submit(request)) {
            while (true) {
                switch (completion.next()) {
                    case CompletionEvent.Finished finished -> {
                        return finished.images();
                    }
                    case CompletionEvent.Failed failed ->
                        throw new AssertionError(failed.failure().message());
                    default -> {}
                }
            }
        }
    }

    private static Part picture(int width, int height) {
        return new Part.Image(new ImageSource.Inline(new ImageBytes(TinyPictures.png(width, height))), PixelRange.ANY);
    }

    private static ChatRequest request(int choices, Part... parts) {
        return new ChatRequest(
                List.of(new Message(Role.USER, List.of(parts))),
                SamplingOptions.GREEDY,
                OptionalInt.of(2),
                choices,
                List.of(),
                "",
                "",
                Deadline.none());
    }
}
