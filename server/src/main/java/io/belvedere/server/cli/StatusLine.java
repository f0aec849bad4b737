package io.belvedere.server.cli;

import java.time.Duration;
import java.util.Locale;

/**
 * Tells on standard error what is going on, once that takes longer than two seconds: in one line that is rewritten
 * where a person watches, else in a line now and then.
 */
final class StatusLine implements AutoCloseable {
    private static final Duration FIRST_AFTER = Duration.ofSeconds(2);
    private static final Duration REWRITE_EVERY = Duration.ofMillis(500);
    private static final Duration REPEAT_EVERY = Duration.ofSeconds(15);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final Thread ticker;
    private String doing = "";
    private String detail = "";
    private long since = System.nanoTime();
    private boolean shown;
    private boolean closed;

    StatusLine(Terminal terminal) {
        this.terminal = terminal;
        this.ticker = Thread.ofVirtual().start(this::tick);
    }

    /** What is being done from now on; empty: nothing to tell. */
    synchronized void doing(String text) {
        erase();
        doing = text;
        detail = "";
        since = System.nanoTime();
        ticker.interrupt();
    }

    /** More about what is being done; counts as the same thing. */
    synchronized void detail(String text) {
        detail = text;
    }

    private synchronized void show() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - since);
        if (doing.isEmpty() || elapsed.compareTo(FIRST_AFTER) < 0) {
            return;
        }
        String line = String.format(Locale.ROOT, "%s%s ... %d s", doing, detail, elapsed.toSeconds());
        if (terminal.interactive()) {
            terminal.err().print(ERASE_LINE + line);
            terminal.err().flush();
            shown = true;
        } else {
            terminal.err().println(line);
        }
    }

    private void erase() {
        if (shown) {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
            shown = false;
        }
    }

    private synchronized Duration nextWait() {
        Duration toFirst = FIRST_AFTER.minusNanos(System.nanoTime() - since);
        if (toFirst.isPositive()) {
            return toFirst;
        }
        return terminal.interactive() ? REWRITE_EVERY : REPEAT_EVERY;
    }

    private void tick() {
        while (!isClosed()) {
            try {
                Thread.sleep(nextWait());
                show();
            } catch (InterruptedException e) {
                // something else is being done now, or nothing any more
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        erase();
        doing = "";
        closed = true;
        ticker.interrupt();
    }
}
