package io.belvedere.server.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** Text that ships inside the program, under {@code reference/}. */
final class Resources {
    private Resources() {}

    static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/reference/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks reference/" + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
