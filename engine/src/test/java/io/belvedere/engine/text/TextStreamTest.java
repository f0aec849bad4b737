package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextStreamTest {
    private static final int END = 400;

    private final Vocabulary vocabulary =
            ByteVocabulary.of(List.of("a b", "ab c", "a a"), new AddedToken(END, "<|end|>", true));

    @Test
    void holdsBackIncompleteCharacters() {
        TextStream stream = new TextStream(vocabulary, true, List.of());
        assertThat(accept(stream, 0xF0, 0x9F, 0x98)).containsExactly("", "", "");
        assertThat(stream.accept(0x80)).isEqualTo("\ud83d\ude00");
        assertThat(accept(stream, 0xE4, 'x')).containsExactly("", "\ufffdx");
        assertThat(stream.accept(0xC3)).isEmpty();
        assertThat(stream.finish()).isEqualTo("\ufffd");
    }

    @Test
    void aStopStringEndsTheTextBeforeIt() {
        TextStream stream = new TextStream(vocabulary, true, List.of("STOP", "##"));
        assertThat(accept(stream, 'x', 'S', 'T', 'x', 'S')).containsExactly("x", "", "", "STx", "");
        assertThat(accept(stream, 'T', 'O', 'P')).containsExactly("", "", "");
        assertThat(stream.stopped()).isTrue();
        assertThat(stream.accept('y')).isEmpty();
        assertThat(stream.finish()).isEmpty();
    }

    @Test
    void aStopStringMayEndInsideAToken() {
        TextStream stream = new TextStream(vocabulary, true, List.of("ab"));
        assertThat(stream.accept(257)).as("token \"abc\"").isEmpty();
        assertThat(stream.stopped()).isTrue();
    }

    @Test
    void aBegunStopStringIsReleasedAtTheEnd() {
        TextStream stream = new TextStream(vocabulary, true, List.of("\n\nUser:"));
        assertThat(accept(stream, 'a', '\n', '\n', 'U')).containsExactly("a", "", "", "");
        assertThat(stream.stopped()).isFalse();
        assertThat(stream.finish()).isEqualTo("\n\nU");
    }

    @Test
    void theReplacedRestCanCompleteAStopString() {
        TextStream stream = new TextStream(vocabulary, true, List.of("\ufffd"));
        assertThat(accept(stream, 'a', 0xC3)).containsExactly("a", "");
        assertThat(stream.finish()).isEmpty();
        assertThat(stream.stopped()).isTrue();
    }

    @Test
    void specialTokensAreLeftOutUnlessAskedFor() {
        assertThat(new TextStream(vocabulary, true, List.of()).accept(END)).isEmpty();
        assertThat(new TextStream(vocabulary, false, List.of()).accept(END)).isEqualTo("<|end|>");
    }

    @Test
    void anEmptyStopStringIsRefused() {
        List<String> stops = List.of("");
        assertThatThrownBy(() -> new TextStream(vocabulary, true, stops)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Random texts over few characters and random stop strings, against searching the whole text. */
    @Test
    void stopsAsSearchingTheWholeTextWould() {
        Random random = new Random(11);
        int stoppedRuns = 0;
        for (int round = 0; round < 3000; round++) {
            String text = randomText(random, random.nextInt(40));
            List<String> stops = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                stops.add(randomText(random, 1 + random.nextInt(6)));
            }
            TextStream stream = new TextStream(vocabulary, true, stops);
            StringBuilder streamed = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                streamed.append(stream.accept(b & 0xFF));
                assertThat(text).startsWith(streamed);
            }
            streamed.append(stream.finish());
            int end = firstStop(text, stops);
            assertThat(streamed.toString()).as("%s cut at %s", text, stops).isEqualTo(text.substring(0, end));
            stoppedRuns += stream.stopped() ? 1 : 0;
        }
        assertThat(stoppedRuns).isBetween(500, 2500);
    }

    /** Where the text ends: before the stop string that is complete first, the longest of several. */
    private static int firstStop(String text, List<String> stops) {
        for (int end = 0; end <= text.length(); end++) {
            String seen = text.substring(0, end);
            int longest = stops.stream()
                    .filter(seen::endsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > 0) {
                return end - longest;
            }
        }
        return text.length();
    }

    private static String randomText(Random random, int length) {
        int[] alphabet = {'a', 'b', 0x1F600, 0x1F601, 0xE9};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private static List<String> accept(TextStream stream, int... tokens) {
        List<String> texts = new ArrayList<>();
        for (int token : tokens) {
            texts.add(stream.accept(token));
        }
        return texts;
    }
}
