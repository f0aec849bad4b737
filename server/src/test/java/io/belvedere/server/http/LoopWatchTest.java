package io.belvedere.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopWatchTest {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final LastWord lastWord = new LastWord(line, status::complete);

    @Test
    void aLoopThatHasDiedEndsTheProcess() throws Exception {
        DefaultEventLoop lives = new DefaultEventLoop();
        DefaultEventLoop dies = new DefaultEventLoop();
        try (LoopWatch watch = new LoopWatch(List.of(lives, dies), lastWord)) {
            watch.start();
            dies.submit(() -> {}).get(20, TimeUnit.SECONDS);
            assertThat(status).isNotDone();
            dies.shutdownGracefully(0, 0, TimeUnit.SECONDS).get(20, TimeUnit.SECONDS);
            assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(line.toString(UTF_8))
                    .isEqualTo("belvedere: the server can't go on and ends: an event loop has died, as it does where"
                            + " memory has run out\n");
        } finally {
            lives.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasThrownIsSaidInOneLine() {
        lastWord.end(new OutOfMemoryError("Java heap space"));
        assertThat(line.toString(UTF_8)).contains("memory has run out: give it a larger heap");
        assertThat(line.toString(UTF_8).lines()).hasSize(1);
        assertThat(status.join()).isEqualTo(1);
    }
}
