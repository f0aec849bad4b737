package io.belvedere.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private StatusLine line(boolean interactive) {
        PrintStream stream = new PrintStream(err, true, UTF_8);
        return new StatusLine(new Terminal(stream, stream, interactive, Map.of()));
    }

    @Test
    void whatIsQuickIsNotTold() {
        try (StatusLine status = line(true)) {
            status.doing("loading");
            status.doing("thinking");
            status.doing("");
        }
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void aPersonSeesOneLineThatGoesAway() {
        try (StatusLine status = line(true)) {
            status.doing("loading");
            await().until(() -> err.toString(UTF_8).contains("loading ... 2 s"));
        }
        assertThat(err.toString(UTF_8)).endsWith("\r\u001b[K").doesNotContain("\n");
    }

    @Test
    void aDetailDoesNotStartTheClockAgain() {
        try (StatusLine status = line(false)) {
            status.doing("loading");
            status.detail(": 1.2 of 3.3 GB");
            await().until(() -> err.toString(UTF_8).contains("loading"));
            status.doing("thinking");
        }
        assertThat(err.toString(UTF_8)).isEqualTo("loading: 1.2 of 3.3 GB ... 2 s\n");
    }

    @Test
    void aLogGetsPlainLines() {
        try (StatusLine status = line(false)) {
            status.doing("loading");
            await().until(() -> err.toString(UTF_8).contains("loading"));
        }
        assertThat(err.toString(UTF_8)).isEqualTo("loading ... 2 s\n");
    }
}
