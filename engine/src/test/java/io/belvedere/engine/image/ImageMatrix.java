package io.belvedere.engine.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The stored pictures of every kind, see {@code matrix/README.md} in the test resources. */
final class ImageMatrix {
    private static final Path ROOT = root();
    private static final String LIST = "kinds.tsv";
    private static final String REFERENCES = "references.zip";

    private final Path folder;
    private final Map<String, Rgb> references = new HashMap<>();

    /** @param format a folder's name */
    ImageMatrix(String format) {
        this.folder = ROOT.resolve(format);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder.resolve(REFERENCES)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                references.put(entry.getName(), ppm(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param expected {@code exact}, {@code within N} or {@code refused CODE}
     * @param reference an entry of the references, or words of the refusal
     */
    record Kind(String file, String what, String expected, String reference) {
        boolean isRefused() {
            return expected.startsWith("refused ");
        }

        String code() {
            return expected.substring("refused ".length());
        }

        int levels() {
            return expected.equals("exact") ? 0 : Integer.parseInt(expected.substring("within ".length()));
        }
    }

    static List<String> formats() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    List<Kind> kinds() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(LIST))) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 4) {
                throw new IOException("a line of " + LIST + " has 4 fields, not " + fields.length + ": " + line);
            }
            kinds.add(new Kind(fields[0], fields[1], fields[2], fields[3]));
        }
        return kinds;
    }

    /** All files but the list and the references. */
    Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LIST) && !name.equals(REFERENCES))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    byte[] bytes(Kind kind) throws IOException {
        return Files.readAllBytes(folder.resolve(kind.file()));
    }

    Rgb reference(Kind kind) {
        return Objects.requireNonNull(references.get(kind.reference()), () -> "no reference " + kind.reference());
    }

    private static Rgb ppm(byte[] bytes) {
        Scanner head = new Scanner(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1);
        if (!head.next().equals("P6")) {
            throw new IllegalArgumentException("a reference is a PPM file of the kind P6");
        }
        int width = head.nextInt();
        int height = head.nextInt();
        if (head.nextInt() != 255) {
            throw new IllegalArgumentException("a reference has 255 levels");
        }
        byte[] samples = new byte[3 * width * height];
        System.arraycopy(bytes, bytes.length - samples.length, samples, 0, samples.length);
        return new Rgb(width, height, samples);
    }

    private static Path root() {
        try {
            URL readme = Objects.requireNonNull(ImageMatrix.class.getResource("/matrix/README.md"));
            return Path.of(readme.toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
