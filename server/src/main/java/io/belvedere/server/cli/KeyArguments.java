package io.belvedere.server.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The keys that clients may use. */
final class KeyArguments {
    /** A key in the environment. */
    static final String VARIABLE = "BELVEDERE_API_KEY";

    private static final Logger LOG = LoggerFactory.getLogger(KeyArguments.class);
    private static final String BYTE_ORDER_MARK = "\ufeff";

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "Keys that clients must send as 'Authorization: Bearer KEY' (or api-key, x-api-key), one a line; # begins a comment. The"
                            + " variable " + VARIABLE + " adds one.")
    private @Nullable Path file;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "A key on the command line, where every user of this machine can see it: prefer the file or the variable.")
    private @Nullable String key;

    /** All keys; empty if none was given. */
    Set<String> keys(Terminal terminal) throws UserException {
        Set<String> keys = new LinkedHashSet<>();
        String fromEnvironment = terminal.environment().get(VARIABLE);
        if (fromEnvironment != null
                && !fromEnvironment.isBlank()) { // empty is how some ways to start a program leave out
            keys.add(checked(fromEnvironment, "the variable " + VARIABLE));
        }
        if (key != null) {
            LOG.warn("--api-key shows the key to every user of this machine (ps); --api-key-file does not");
            keys.add(checked(key, "--api-key"));
        }
        if (file != null) {
            keys.addAll(read(file));
        }
        return keys;
    }

    private static Set<String> read(Path file) throws UserException {
        Set<String> keys = new LinkedHashSet<>();
        try {
            for (String line : text(Files.readAllBytes(file)).lines().toList()) {
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    keys.add(checked(line, file.toString()));
                }
            }
        } catch (IOException e) {
            throw new UserException(ExitCode.USAGE, "--api-key-file: can't read " + file + ": " + e, e);
        }
        if (keys.isEmpty()) {
            throw new UserException(ExitCode.USAGE, "--api-key-file: " + file + " holds no key");
        }
        return keys;
    }

    /**
     * Text as editors on different systems write it: in UTF-8, or in UTF-16 if it begins with that one's byte order
     * mark.
     */
    private static String text(byte[] bytes) throws CharacterCodingException {
        boolean isUtf16 = bytes.length >= 2
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        String text = (isUtf16 ? UTF_16 : UTF_8)
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String checked(String key, String source) throws UserException {
        String stripped = key.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UserException(
                    ExitCode.USAGE, "the key of " + source + " must be printable ASCII without spaces, and not empty");
        }
        return stripped;
    }
}
