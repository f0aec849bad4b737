package io.belvedere.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How a request body is compressed: its Content-Encoding (RFC 9110, section 8.4.1). */
enum BodyEncoding {
    PLAIN,
    GZIP,
    /** In zlib's wrapping (RFC 1950), as the RFC has it, or bare, as some send it. */
    DEFLATE;

    /** Those that are read. */
    private static final String ACCEPTED = "gzip, deflate";

    private static final int MOST_ECHOED = 64;

    /**
     * Reads the header.
     *
     * @param fields its values, in the order in which they came
     * @return empty if that is not read here: any other, or more than one
     */
    static Optional<BodyEncoding> of(List<String> fields) {
        List<String> names = fields.stream()
                .flatMap(field -> Stream.of(field.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .toList();
        if (names.isEmpty()) {
            return Optional.of(PLAIN);
        }
        return names.size() > 1
                ? Optional.empty()
                : switch (names.getFirst()) {
                    case "gzip", "x-gzip" -> Optional.of(GZIP);
                    case "deflate" -> Optional.of(DEFLATE);
                    default -> Optional.empty();
                };
    }

    /** What to say where {@link #of} finds none. */
    static Refusal refusal(List<String> fields) {
        String named = String.join(", ", fields).replaceAll("[^!-~ ]", "?");
        String shortened = named.length() <= MOST_ECHOED ? named : named.substring(0, MOST_ECHOED) + "...";
        return new Refusal(
                415,
                "unsupported_content_encoding",
                "The Content-Encoding '%s' is not read here: send the body as it is, or as gzip or deflate."
                        .formatted(shortened),
                Map.of("accept-encoding", ACCEPTED));
    }

    /** The unpacked bytes, as they are read; only the stream's own memory is taken. */
    InputStream open(byte[] packed) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(packed);
        return switch (this) {
            case PLAIN -> in;
            case GZIP -> new GZIPInputStream(in);
            case DEFLATE -> hasZlibHeader(packed) ? new InflaterInputStream(in) : new BareInflaterStream(in);
        };
    }

    private static boolean hasZlibHeader(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0x0f) == 8 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) % 31 == 0;
    }

    /** Lets go of its inflater when it is closed, which the JDK's does with its own alone. */
    private static final class BareInflaterStream extends InflaterInputStream {
        BareInflaterStream(InputStream in) {
            super(in, new Inflater(true));
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
