package io.belvedere.engine.text;

import io.belvedere.engine.text.PromptPiece.ImageSlot;
import io.belvedere.engine.text.PromptPiece.Marker;
import io.belvedere.engine.text.PromptPiece.UserText;
import io.belvedere.engine.text.PromptTokens.ImageRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Byte-level BPE: NFC, words cut by a family's {@link WordPattern}, bytes merged by rank. Any text can be
 * encoded and comes back from {@link #decode} in NFC. Immutable; safe for all threads.
 *
 * <p>Text is taken for untrusted unless a method says otherwise: {@code <|im_end|>} in it is spelled out in ordinary
 * tokens and ends no turn. Added tokens that aren't special, such as the tags of a function call, are recognised
 * everywhere: they are part of what is said. An unpaired surrogate counts as U+FFFD.
 */
public final class BytePairTokenizer {
    private final Vocabulary vocabulary;
    private final WordPattern words;
    private final AddedTokenMatcher allAdded;
    private final AddedTokenMatcher plainAdded;

    public BytePairTokenizer(Vocabulary vocabulary, WordPattern words) {
        this.vocabulary = vocabulary;
        this.words = words;
        this.allAdded = new AddedTokenMatcher(vocabulary.addedTokens());
        this.plainAdded = new AddedTokenMatcher(vocabulary.addedTokens().stream()
                .filter(token -> !token.special())
                .toList());
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Token ids of text that may come from anybody: special tokens in it are not recognised. */
    public int[] encode(String text) {
        Encoding encoding = new Encoding();
        encoding.add(text, plainAdded);
        return encoding.finish();
    }

    /** Token ids of text from a trusted source, such as a template: special tokens in it become their own ids. */
    public int[] encodeTrusted(String text) {
        Encoding encoding = new Encoding();
        encoding.add(text, allAdded);
        return encoding.finish();
    }

    /**
     * Token ids of a rendered chat. Text on both sides of a piece's border is tokenized as one, as if the chat were a
     * single string; special tokens are recognised in markers alone.
     *
     * @param placeholder the id that stands for each token of an image
     */
    public PromptTokens encode(List<PromptPiece> pieces, int placeholder) {
        Encoding encoding = new Encoding();
        List<ImageRange> images = new ArrayList<>();
        for (PromptPiece piece : pieces) {
            switch (piece) {
                case Marker(String text) -> encoding.add(text, allAdded);
                case UserText(String text) -> encoding.add(text, plainAdded);
                case ImageSlot(int image, int firstRow, int tokens) ->
                    images.add(new ImageRange(image, encoding.repeated(placeholder, tokens), tokens, firstRow));
            }
        }
        return new PromptTokens(encoding.finish(), images);
    }

    /**
     * The text of {@code ids}. Bytes that aren't UTF-8 become U+FFFD; ids outside the vocabulary have no text.
     *
     * @param skipSpecial leaves out special tokens; added tokens that aren't special stay
     */
    public String decode(int[] ids, boolean skipSpecial) {
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (!skipSpecial || !vocabulary.isSpecial(id)) {
                byte[] bytes = vocabulary.bytes(id);
                decoder.accept(bytes, 0, bytes.length, text);
            }
        }
        decoder.finish(text);
        return text.toString();
    }

    /**
     * One run of the encoder: plain text gathers until a control token or the end, so that pieces' borders don't cut
     * words.
     */
    private final class Encoding {
        private final TokenList ids = new TokenList();
        private final StringBuilder plain = new StringBuilder();
        private final PairMerger merger = new PairMerger(vocabulary.merges());

        void add(String text, AddedTokenMatcher addedTokens) {
            for (int i = 0; i < text.length(); ) {
                AddedToken token = addedTokens.at(text, i);
                if (token == null) {
                    plain.append(text.charAt(i++));
                } else {
                    repeated(token.id(), 1);
                    i += token.content().length();
                }
            }
        }

        /** Appends {@code count} times {@code id}; returns the index of the first. */
        int repeated(int id, int count) {
            flush();
            int start = ids.size();
            ids.addRepeated(id, count);
            return start;
        }

        int[] finish() {
            flush();
            return ids.toArray();
        }

        private void flush() {
            if (plain.isEmpty()) {
                return;
            }
            String text = Composition.compose(plain.toString());
            plain.setLength(0);
            Matcher word = words.matcher(text);
            while (word.find()) {
                addBytes(text, word.start(), word.end());
                merger.flush(ids);
            }
        }

        private void addBytes(String text, int start, int end) {
            for (int i = start; i < end; ) {
                int codePoint = text.codePointAt(i);
                i += Character.charCount(codePoint);
                if (codePoint < 0x80) {
                    addByte(codePoint);
                } else {
                    addMultiByte(Character.getType(codePoint) == Character.SURROGATE ? 0xFFFD : codePoint);
                }
            }
        }

        private void addMultiByte(int codePoint) {
            if (codePoint < 0x800) {
                addByte(0xC0 | (codePoint >> 6));
            } else {
                if (codePoint < 0x10000) {
                    addByte(0xE0 | (codePoint >> 12));
                } else {
                    addByte(0xF0 | (codePoint >> 18));
                    addByte(0x80 | ((codePoint >> 12) & 0x3F));
                }
                addByte(0x80 | ((codePoint >> 6) & 0x3F));
            }
            addByte(0x80 | (codePoint & 0x3F));
        }

        private void addByte(int b) {
            merger.add(vocabulary.byteToken(b));
        }
    }
}
