package io.belvedere.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections that come while the loops are late in closing those that make room for them. */
class ArrivalsTest {
    private static final int MOST = 32;
    private static final int MOST_LEAVING = 4;

    private final Connections connections = new Connections(Limits.DEFAULTS.with(Limit.CONNECTIONS, MOST));
    private final EmbeddedChannel listener =
            new EmbeddedChannel(new Arrivals(connections, Duration.ofSeconds(60), new LastWord()));

    private EmbeddedChannel arrive() {
        EmbeddedChannel channel = new EmbeddedChannel();
        listener.writeInbound(channel);
        return channel;
    }

    private boolean accepts() {
        return listener.config().isAutoRead();
    }

    @Test
    void furtherOnesWaitUntilThereIsRoomRatherThanBeRefused() {
        List<EmbeddedChannel> idle = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            idle.add(arrive());
        }
        int newcomers = 0;
        while (accepts()) {
            assertThat(arrive().isOpen()).isTrue();
            newcomers++;
        }
        assertThat(newcomers).isBetween(1, MOST_LEAVING - 1);
        listener.advanceTimeBy(1, TimeUnit.SECONDS);
        listener.runScheduledPendingTasks();
        assertThat(accepts()).as("the loops have closed nothing yet").isFalse();

        idle.forEach(EmbeddedChannel::runPendingTasks); // what the loops were to close
        assertThat(idle.stream().filter(channel -> !channel.isOpen())).hasSize(newcomers);
        listener.advanceTimeBy(1, TimeUnit.SECONDS);
        listener.runScheduledPendingTasks();
        assertThat(accepts()).isTrue();
        assertThat(arrive().isOpen()).isTrue();
    }
}
