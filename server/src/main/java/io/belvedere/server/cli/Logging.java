package io.belvedere.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** How much is logged, to standard error. */
final class Logging {
    private Logging() {}

    /** @param telling whether the ordinary course of things is worth a line */
    static void setUp(boolean verbose, boolean telling) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Level level = verbose ? Level.DEBUG : telling ? Level.INFO : Level.WARN;
            context.getLogger("io.belvedere").setLevel(level);
        }
    }
}
