package io.belvedere.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/**
 * Ends a process that can't serve any more, with one line to standard error: at once, without shutdown hooks, and with
 * hardly any memory, since that may be what is missing.
 */
final class LastWord {
    /** The process's status, a failure at run time. */
    static final int STATUS = 1;

    /** What to say where memory has run out. */
    static final String NO_MEMORY =
            "memory has run out: give it a larger heap (BELVEDERE_JAVA_OPTS=-Xmx...), or lower the limits connections, requests"
                    + " and body-memory";

    private final OutputStream out;
    private final IntConsumer end;
    private final byte[] noMemory = line(NO_MEMORY); // later there might be no memory for it

    /** Of this process. */
    LastWord() {
        this(new FileOutputStream(FileDescriptor.err), Runtime.getRuntime()::halt);
    }

    /** @param end takes the status */
    LastWord(OutputStream out, IntConsumer end) {
        this.out = out;
        this.end = end;
    }

    /** Ends the process because of what was thrown. */
    void end(Throwable cause) {
        end(cause instanceof OutOfMemoryError ? NO_MEMORY : String.valueOf(cause));
    }

    /** Ends the process; {@code why} stands at the end of the line. */
    void end(String why) {
        try {
            out.write(why.equals(NO_MEMORY) ? noMemory : line(why));
        } catch (IOException | OutOfMemoryError e) {
            // the end itself matters more
        } finally {
            end.accept(STATUS);
        }
    }

    private static byte[] line(String why) {
        return ("belvedere: the server can't go on and ends: " + why + "\n").getBytes(UTF_8);
    }
}
