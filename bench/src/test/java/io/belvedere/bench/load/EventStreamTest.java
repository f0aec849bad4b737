package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    /** Hands out its bytes in pieces of one size, as a network may. */
    private static InputStream cut(String text, int size) {
        return new BufferedInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, size));
            }
        });
    }

    private static List<String> events(InputStream in) throws IOException {
        EventStream stream = new EventStream(in);
        List<String> events = new ArrayList<>();
        for (Optional<String> event = stream.next(); event.isPresent(); event = stream.next()) {
            events.add(event.get());
        }
        return events;
    }

    /** As chunks of HTTP, too. */
    private static InputStream chunks(String text, int size) {
        StringBuilder body = new StringBuilder();
        byte[] bytes = text.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += size) {
            int count = Math.min(size, bytes.length - from);
            body.append(Integer.toHexString(count)).append(";x=y\r\n");
            body.append(new String(bytes, from, count, ISO_8859_1));
            body.append("\r\n");
        }
        body.append("0\r\n\r\n");
        return new ChunkedBody(new ByteArrayInputStream(body.toString().getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void readsEventsHoweverTheBytesAreCut(int size) throws IOException {
        String text = ": ping\n\ndata: {\"a\": \"grün €\"}\n\ndata: two\ndata:lines\n\ndata: [DONE]\n\n";
        String[] expected = {"{\"a\": \"grün €\"}", "two\nlines", "[DONE]"};

        assertThat(events(cut(text, size))).containsExactly(expected);
        assertThat(events(chunks(text, size))).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void takesEachEndOfALine(String end) throws IOException {
        String text = "id: 1\ndata: a\n\n: ping\ndata: b\ndata:\n\n".replace("\n", end);

        assertThat(events(cut(text, 1))).containsExactly("a", "b\n");
    }

    @Test
    void anEmptyStreamHasNoEvents() throws IOException {
        assertThat(events(cut("", 1))).isEmpty();
        assertThat(events(cut(": ping\n\n", 1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: half", "data: half\n", "data: a\n\ndata"})
    void refusesAStreamThatEndsInsideAnEvent(String text) {
        assertThatThrownBy(() -> events(cut(text, 1)))
                .isInstanceOf(BrokenReply.class)
                .hasMessageContaining("inside the");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5\r\n123", "5\r\n12345", "5\r\n12345\r\n", "5\r\n123456\r\n0\r\n\r\n", "x\r\n", "0\r\n"})
    void refusesChunksThatAreNotComplete(String body) {
        InputStream in = new ChunkedBody(new ByteArrayInputStream(body.getBytes(UTF_8)));

        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
}
