package io.belvedere.engine.sampling;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Answers that repeat themselves with good reason. */
enum HonestPage {
    MARKDOWN_TABLE_OF_SIMILAR_ROWS("| Item | Count | State |\n|---|---|---|\n"
            + lines(40, i -> "| Screw M4 | " + (10 + i) + " | in stock |\n")),
    MARKDOWN_TABLE_OF_EQUAL_ROWS("| Item | Price |\n|---|---|\n" + "| n/a | n/a |\n".repeat(40)),
    MARKDOWN_RULER_OF_MANY_COLUMNS(
            "|" + " X |".repeat(40) + "\n" + "|---".repeat(40) + "|\n" + "|   ".repeat(40) + "|\n"),
    HTML_TABLE_OF_EMPTY_CELLS("<table>\n" + ("<tr>" + "<td></td>".repeat(6) + "</tr>\n").repeat(30) + "</table>"),
    HTML_ROW_OF_EMPTY_CELLS("<tr>" + "<td></td>".repeat(60) + "</tr>"),
    CSV_OF_REPEATED_COLUMNS(lines(50, i -> i + ",0,0,0,0,0,0,0,0,n/a,n/a,n/a\n")),
    CSV_OF_EQUAL_LINES("0,0,0,0\n".repeat(55)),
    SEPARATOR_OF_DASHES("Total\n" + "-".repeat(120) + "\n" + "=".repeat(120) + "\n" + "_".repeat(120)),
    LEADERS_OF_A_CONTENTS_PAGE(lines(30, i -> "Chapter " + i + " " + ".".repeat(60) + " " + 7 * i + "\n")),
    ASCII_ART(lines(20, i -> " ".repeat(20 - i) + "*".repeat(2 * i + 1) + "\n") + "        |||\n".repeat(12)),
    CHESS_BOARD(("# . # . # . # .\n. # . # . # . #\n").repeat(4)),
    RECEIPT_OF_EQUAL_PRODUCTS_AT_OTHER_PRICES(prices(50)),
    RECEIPT_OF_EQUAL_LINES("MILK 1L        1.29 A\n".repeat(30)),
    MATRIX_OF_ZEROS(("0 " + "0 ".repeat(8) + "0\n").repeat(10)),
    LARGE_MATRIX_OF_ZEROS(("0 ".repeat(19) + "0\n").repeat(20)),
    JSON_OF_ZEROS("[" + "0, ".repeat(100) + "0]"),
    IDENTITY_MATRIX(lines(12, i -> "0 ".repeat(i) + "1" + " 0".repeat(11 - i) + "\n")),
    GOOGOL("1" + "0".repeat(100)),
    HEX_DUMP_OF_ZEROS(("00 ".repeat(15) + "00\n").repeat(16)),
    BASE64_OF_ZEROS(("A".repeat(76) + "\n").repeat(20)),
    DNA("ACGT".repeat(20) + "A".repeat(200) + "ATATATATAT".repeat(10) + "CAG".repeat(60)),
    POEM_WITH_A_REFRAIN(lines(
            12, i -> "Verse " + i + " goes on its own way.\nRow, row, row your boat,\nGently down the stream.\n")),
    CODA_OF_A_SONG("Na na na na-na-na-na, na-na-na-na, hey Jude.\n".repeat(19)),
    PUNISHMENT_AT_SCHOOL("I will not waste chalk.\n".repeat(50)),
    SHEET_OF_STICKERS("Ann Example\n12 Long Road\nCambridge CB1 2AB\n\n".repeat(30)),
    BLANK_FORM("Name: ____________________  Date: ____________\n".repeat(30)),
    INDENTED_CODE(lines(20, i -> " ".repeat(4 * i) + "{\n") + lines(20, i -> " ".repeat(4 * (19 - i)) + "}\n")),
    LIST_OF_NUMBERS(lines(300, i -> i + "\n")),
    YES_AND_NO(lines(60, i -> i + ". [x] yes  [ ] no\n"));

    private final String text;

    HonestPage(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    private static String prices(int count) {
        SplittableRandom random = new SplittableRandom(3);
        return lines(
                count,
                i -> String.format(Locale.ROOT, "T-SHIRT BLUE  %d.%02d\n", random.nextInt(5, 20), random.nextInt(100)));
    }
}
