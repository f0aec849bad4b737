package io.belvedere.server.cli;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads what {@code --image} names: a file, or an address to be fetched. */
final class Pictures {
    private final Limits limits;

    Pictures(Limits limits) {
        this.limits = limits;
    }

    ImageSource source(String written) throws UserException {
        return isAddress(written) ? new ImageSource.Remote(address(written)) : new ImageSource.Inline(file(written));
    }

    static boolean isAddress(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static URI address(String written) throws UserException {
        try {
            return URI.create(written);
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.INPUT, "--image: " + written + " is not a valid URL", e);
        }
    }

    private ImageBytes file(String written) throws UserException {
        int most = limits.intOf(Limit.IMAGE_SIZE);
        try (InputStream in = Files.newInputStream(Path.of(written))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new UserException(
                        ExitCode.INPUT,
                        "--image: %s is larger than %s; --limit image-size=... changes that"
                                .formatted(written, limits.text(Limit.IMAGE_SIZE)));
            }
            return new ImageBytes(bytes);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UserException(ExitCode.INPUT, "--image: there is no file " + written, e);
        } catch (AccessDeniedException e) {
            throw new UserException(
                    ExitCode.INPUT,
                    "--image: the user %s may not read %s, or may not enter a folder on the way there"
                            .formatted(System.getProperty("user.name"), written),
                    e);
        } catch (IOException e) {
            throw new UserException(ExitCode.INPUT, "--image: can't read " + written + ": " + e.getMessage(), e);
        }
    }
}
