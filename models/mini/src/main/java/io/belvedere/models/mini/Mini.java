package io.belvedere.models.mini;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The files of Belvedere Mini, a GGUF pair in Qwen2.5-VL's layout. They travel inside the jar and are copied out on
 * first use, since models are mapped into memory from files.
 */
public final class Mini {
    /** The name that requests use. */
    public static final String NAME = "belvedere-mini";

    private static final String TEXT_MODEL = "model-q8_0.gguf";
    private static final String MMPROJ = "mmproj-q8_0.gguf";

    private Mini() {}

    /**
     * Makes sure that the files are in a folder of their own below {@code cache}, whole and unchanged.
     *
     * @return the text model's file; its mmproj lies beside it
     * @throws IOException if they can't be written
     */
    public static Path unpack(Path cache) throws IOException {
        byte[] text = resource(TEXT_MODEL);
        byte[] mmproj = resource(MMPROJ);
        Path folder = Files.createDirectories(cache.resolve("mini-" + digest(text, mmproj)));
        place(mmproj, folder.resolve(MMPROJ));
        place(text, folder.resolve(TEXT_MODEL));
        return folder.resolve(TEXT_MODEL);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Mini.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new NoSuchFileException(name, null, "not in the program's jar");
            }
            return in.readAllBytes();
        }
    }

    /** Writes beside and moves, so that no reader, and no crash, ever sees half a file. */
    private static void place(byte[] bytes, Path file) throws IOException {
        if (Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path partial = Files.createTempFile(file.getParent(), "partial-", ".gguf.part");
        try {
            Files.write(partial, bytes);
            move(partial, file);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Names a version of the files: 16 hexadecimal digits. */
    private static String digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
