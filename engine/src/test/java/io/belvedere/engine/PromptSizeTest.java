package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.ImageView;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counting a prompt gives what answering it takes, and decodes nothing. */
@Timeout(120)
class PromptSizeTest {
    private static LocalEngine engine;

    @BeforeAll
    static void open() throws IOException {
        engine = TinyEngine.open(TinyEngine.serving(64, 8, 2048));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static List<Arguments> prompts() throws IOException {
        PixelRange small = new PixelRange(3136, 3136);
        PixelRange large = new PixelRange(50_000, 60_000);
        return List.of(
                Arguments.of("text alone", List.of(text("Hello there!"))),
                Arguments.of("one picture", List.of(picture(112, 112, PixelRange.ANY), text("?"))),
                Arguments.of("one picture made small", List.of(picture(300, 200, small), text("?"))),
                Arguments.of("one picture made large", List.of(text("?"), picture(60, 40, large))),
                Arguments.of(
                        "three pictures of three sizes",
                        List.of(
                                picture(200, 100, PixelRange.ANY),
                                text("and"),
                                picture(30, 300, PixelRange.ANY),
                                picture(300, 200, small))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("prompts")
    void whatIsCountedIsWhatAnAnswerTakes(String name, List<Part> parts) throws Exception {
        ChatRequest request = request(parts);
        PromptSize size = engine.measure(request);
        TinyEngine.Answer answer = TinyEngine.ask(engine, request);
        assertThat(size.tokens()).as(name).isEqualTo(answer.usage().promptTokens());
        assertThat(size.images().stream().mapToInt(ImageView::tokens).sum())
                .isEqualTo(answer.usage().imageTokens());
    }

    @Test
    void tellsWhatThePicturesBecome() throws Exception {
        PromptSize size = engine.measure(request(List.of(
                picture(200, 100, PixelRange.ANY),
                picture(300, 200, new PixelRange(3136, 12_544)),
                new Part.Image(new ImageSource.Inline(new ImageBytes(TinyPictures.turned(96, 64)))))));
        assertThat(size.images())
                .containsExactly(
                        view(200, 100, 200, 100, 196, 112),
                        view(300, 200, 300, 200, 112, 84),
                        view(96, 64, 64, 96, 56, 84));
    }

    @Test
    void decodesNothingAndAsksNoModel() throws Exception {
        byte[] whole = TinyPictures.png(200, 100);
        byte[] headOnly = Arrays.copyOf(whole, 60);
        ChatRequest damaged = request(List.of(inline(headOnly), text("?")));
        long encoded = engine.stats().run().pictures();
        assertThat(engine.measure(damaged)).isEqualTo(engine.measure(request(List.of(inline(whole), text("?")))));
        assertThat(engine.stats().run().pictures()).isEqualTo(encoded);
        assertThatThrownBy(() -> engine.submit(damaged))
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refused -> assertThat(refused.failure())
                                .isInstanceOfSatisfying(
                                        ChatFailure.BadImage.class,
                                        bad -> assertThat(bad.problem()).isEqualTo(ImageProblem.IMAGE_PARSE_ERROR)));
    }

    @Test
    void countsWhatIsTooLongForAnAnswer() throws Exception {
        ChatRequest tooLong = request(List.of(text("word ".repeat(3 * TinyEngine.CONTEXT))));
        assertThat(engine.measure(tooLong).tokens()).isGreaterThan(TinyEngine.CONTEXT);
        assertThatThrownBy(() -> engine.submit(tooLong)).isInstanceOf(ChatException.class);
    }

    @Test
    void namesThePictureThatIsNone() {
        List<Part> parts = List.of(picture(30, 30, PixelRange.ANY), inline(new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> engine.measure(request(parts)))
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refused -> assertThat(refused.failure())
                                .isInstanceOfSatisfying(
                                        ChatFailure.BadImage.class,
                                        bad -> assertThat(bad.image()).isEqualTo(1)));
    }

    private static ImageView view(
            int width, int height, int uprightWidth, int uprightHeight, int shownWidth, int shownHeight) {
        return new ImageView(
                new ImageView.Size(width, height),
                new ImageView.Size(uprightWidth, uprightHeight),
                new ImageView.Size(shownWidth, shownHeight),
                shownWidth / 28 * (shownHeight / 28));
    }

    private static Part text(String words) {
        return new Part.Text(words);
    }

    private static Part picture(int width, int height, PixelRange pixels) {
        return new Part.Image(new ImageSource.Inline(new ImageBytes(TinyPictures.png(width, height))), pixels);
    }

    private static Part inline(byte[] bytes) {
        return new Part.Image(new ImageSource.Inline(new ImageBytes(bytes)));
    }

    private static ChatRequest request(List<Part> parts) {
        return new ChatRequest(
                List.of(new Message(Role.USER, new ArrayList<>(parts))),
                SamplingOptions.GREEDY,
                OptionalInt.of(1),
                List.of());
    }
}
