package io.belvedere.chat;

import java.util.Objects;
import java.util.Optional;

/** A piece of a message. */
public sealed interface Part {
    record Text(String text) implements Part {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A picture.
     *
     * @param pixels how many of them the model is to see; what its limits don't allow is cut off
     * @param background of a transparent picture; empty: the engine's own
     */
    record Image(ImageSource source, PixelRange pixels, Optional<Background> background) implements Part {
        /** As large as it is, within what the model takes. */
        public Image(ImageSource source) {
            this(source, PixelRange.ANY);
        }

        /** Over the engine's own background. */
        public Image(ImageSource source, PixelRange pixels) {
            this(source, pixels, Optional.empty());
        }

        /** The same picture, from elsewhere. */
        public Image withSource(ImageSource other) {
            return new Image(other, pixels, background);
        }
    }

    /**
     * A PDF file, whose pages stand in its place as pictures before a model reads them. A backend that runs a model
     * itself takes none.
     *
     * @param bytes the file, not yet looked into; not to be changed
     * @param pixels how many of each page the model is to see; what its limits don't allow is cut off
     */
    record Document(byte[] bytes, PixelRange pixels) implements Part {
        /** With pages as large as they are, within what the model takes. */
        public Document(byte[] bytes) {
            this(bytes, PixelRange.ANY);
        }
    }
}
