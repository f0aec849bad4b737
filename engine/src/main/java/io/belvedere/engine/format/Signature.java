package io.belvedere.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file is by its first bytes: what people have in the place of a model's file, and what they are told. */
final class Signature {
    private record Known(String start, String told) {}

    /** Starts as ISO 8859-1, in lower case where they are text. */
    private static final List<Known> KNOWN = List.of(
            new Known("gguf", "is a GGUF file"),
            new Known(
                    "<!doctype",
                    "is a web page: the download gave a page of the site instead of the file; get it again"),
            new Known("<html", "is a web page: the download gave a page of the site instead of the file; get it again"),
            new Known("<?xml", "is an XML document, such as a storage service's error: get the file again"),
            new Known("pk\u0003\u0004", "is a ZIP archive or a PyTorch file: take the model as safetensors or GGUF"),
            new Known("\u0080\u0002", "is a PyTorch file: take the model as safetensors or GGUF"),
            new Known("lmgg", "is a model file of llama.cpp from before GGUF: take it as GGUF"),
            new Known("tjgg", "is a model file of llama.cpp from before GGUF: take it as GGUF"),
            new Known("\u001f\u008b", "is packed by gzip: unpack it first"),
            new Known("(\u00b5/\u00fd", "is packed by Zstandard: unpack it first"),
            new Known("\u00fd7zxz", "is packed by xz: unpack it first"));

    private static final int FIRST_BYTES = 256;
    private static final String ZEROS = "\0".repeat(16);
    private static final Pattern LFS = Pattern.compile(
            "version https://git-lfs\\.github\\.com/spec/.*?(?:\\nsize (\\d{1,18})\\s*)?", Pattern.DOTALL);

    private Signature() {}

    /** What the file is, and what to do; empty if its beginning says nothing. */
    static Optional<String> tell(MemorySegment bytes) {
        byte[] first = bytes.asSlice(0, Math.min(FIRST_BYTES, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        return tell(first, bytes.byteSize());
    }

    /**
     * The same.
     *
     * @param first its first bytes, or all of them
     * @param size of the file
     */
    static Optional<String> tell(byte[] first, long size) {
        if (size == 0) {
            return Optional.of("is empty: get it again");
        }
        String start = new String(first, 0, Math.min(first.length, FIRST_BYTES), StandardCharsets.ISO_8859_1);
        Matcher pointer = LFS.matcher(start);
        if (pointer.matches()) {
            String bytes = pointer.group(1) == null ? "" : " of " + pointer.group(1) + " bytes";
            return Optional.of("is a Git LFS pointer of " + size + " bytes to the file" + bytes
                    + ", not the file itself: get that with 'git lfs pull', or download it");
        }
        if (start.startsWith(ZEROS)) {
            return Optional.of("begins with zeros: room was made for it, but its bytes never came; get it again");
        }
        String lower = start.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> lower.startsWith(known.start()))
                .findFirst()
                .map(Known::told);
    }

    static boolean isGguf(byte[] first) {
        return startsWith(first, "GGUF");
    }

    /** A header's length in eight bytes, then a JSON object. */
    static boolean isSafetensors(byte[] first) {
        return first.length > Long.BYTES && first[Long.BYTES] == '{' && first[Long.BYTES - 1] == 0;
    }

    private static boolean startsWith(byte[] first, String start) {
        return new String(first, 0, Math.min(first.length, start.length()), StandardCharsets.ISO_8859_1).equals(start);
    }
}
