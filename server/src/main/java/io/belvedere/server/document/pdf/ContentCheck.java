package io.belvedere.server.document.pdf;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.contentstream.PDContentStream;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;

/**
 * Whether a sequence of operators is all there. The library stops where it can't read on, passes over words that it
 * does not know, and draws what came before.
 */
final class ContentCheck {
    /** All operators of PDF 2.0 (ISO 32000-2, Annex A). */
    private static final Set<String> OPERATORS = Set.of(
            ("b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri"
                            + " s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"")
                    .split(" "));

    /** Viewers pass over an odd word among so many operators, and rightly. */
    static final int OPERATORS_FOR_ONE_ODD = 50;

    private final Set<COSStream> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The content of a form, pattern or glyph. */
    void check(COSStream stream, PDContentStream content) throws IOException {
        if (seen.add(stream)) {
            requireData(stream);
            requireOperators(content);
        }
    }

    /** Requires that the stream can be decoded to its end. */
    static void requireData(COSStream stream) throws IOException {
        StrictStream data = StrictStream.of(stream);
        if (data.codec() != null || !data.length().whole()) {
            throw broken();
        }
    }

    static LostContent broken() {
        return LostContent.damaged("content that is damaged or cut off");
    }

    /** Requires that they are operators, and end as they should. */
    static void requireOperators(PDContentStream content) throws IOException {
        Tokens tokens = new Tokens(content);
        int operators = 0;
        int odd = 0;
        int compatible = 0;
        boolean inText = false;
        boolean operandsLeft = false;
        for (Object token = tokens.parseNextToken(); token != null; token = tokens.parseNextToken()) {
            operandsLeft = !(token instanceof Operator);
            if (token instanceof Operator operator) {
                String name = operator.getName();
                operators++;
                switch (name) {
                    case "BX" -> compatible++;
                    case "EX" -> compatible--;
                    case "BT" -> inText = true;
                    case "ET" -> inText = false;
                    default -> odd += compatible > 0 || OPERATORS.contains(name) ? 0 : weight(name);
                }
            }
        }
        if (tokens.brokeOff() || operandsLeft || inText || odd * OPERATORS_FOR_ONE_ODD > operators) {
            throw broken();
        }
    }

    /** Bytes that are no text are no slip of a program. */
    private static int weight(String word) {
        return word.chars().allMatch(c -> c > ' ' && c < 0x7F) ? 1 : 1 << 20;
    }

    /** Notes whether the library's parser stopped before the end. */
    private static final class Tokens extends PDFStreamParser {
        private boolean broke;

        Tokens(PDContentStream content) throws IOException {
            super(content);
        }

        boolean brokeOff() {
            return broke || !source.isClosed();
        }

        @Override
        public void close() throws IOException {
            if (!source.isClosed()) {
                broke |= !source.isEOF();
            }
            super.close();
        }
    }
}
