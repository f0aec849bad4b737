package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The server-sent events (WHATWG HTML, section 9.2) in a stream of bytes, however these are cut; comments are passed
 * over.
 */
final class EventStream {
    private static final String DATA = "data:";

    private final InputStream in;
    private boolean afterReturn;

    EventStream(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for the next event's data; empty at the end of the bytes.
     *
     * @throws BrokenReply if they end inside an event
     */
    Optional<String> next() throws IOException {
        StringJoiner data = new StringJoiner("\n");
        boolean begun = false;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String text = line.get();
            if (text.startsWith(DATA)) {
                begun = true;
                data.add(text.substring(DATA.length() + (text.startsWith(" ", DATA.length()) ? 1 : 0)));
            } else if (text.isEmpty() && begun) {
                return Optional.of(data.toString());
            }
        }
        if (begun) {
            throw new BrokenReply("the stream ends inside the event " + BrokenReply.shortened(data.toString()));
        }
        return Optional.empty();
    }

    /** Ends with LF, CR or both; the LF after a CR is read with the next line, since it may come late. */
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            boolean secondOfEnd = afterReturn && b == '\n';
            afterReturn = b == '\r';
            if (b < 0 && line.size() > 0) {
                throw new BrokenReply("the stream ends inside the line " + BrokenReply.shortened(line.toString(UTF_8)));
            } else if (b < 0) {
                return Optional.empty();
            } else if (b == '\r' || (b == '\n' && !secondOfEnd)) {
                return Optional.of(line.toString(UTF_8));
            } else if (!secondOfEnd) {
                line.write(b);
            }
        }
    }
}
