package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What comes before a reply's body.
 *
 * @param headers by name in lower case
 */
record HttpHead(int status, Map<String, String> headers) {
    static HttpHead read(InputStream in) throws IOException {
        String first = line(in);
        if (!first.matches("HTTP/1\\.1 [1-5][0-9]{2}( .*)?")) {
            throw new BrokenReply("no head of an HTTP reply: " + BrokenReply.shortened(first));
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new HttpHead(Integer.parseInt(first.substring(9, 12)), headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * Without its end.
     *
     * @throws EOFException if the connection ends before the line does
     */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException(
                        "the connection ended after '%s'".formatted(BrokenReply.shortened(line.toString(ISO_8859_1))));
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
