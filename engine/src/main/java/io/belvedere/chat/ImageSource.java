package io.belvedere.chat;

import java.net.URI;

/** Where a picture's encoded bytes are. */
public sealed interface ImageSource {
    /** In the request itself, or fetched already. */
    record Inline(ImageBytes bytes) implements ImageSource {}

    /** Behind an http or https address. A backend that runs a model itself takes only {@link Inline}. */
    record Remote(URI address) implements ImageSource {}
}
