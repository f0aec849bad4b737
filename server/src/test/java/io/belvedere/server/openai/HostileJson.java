package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static io.belvedere.server.openai.HostileBody.noJson;
import static io.belvedere.server.openai.HostileBody.passes;
import static io.belvedere.server.openai.HostileBody.refused;
import static io.belvedere.server.openai.HostileBody.saying;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bodies that are hard on a JSON reader: encodings, syntax, names given twice, depth and size. */
final class HostileJson {
    private HostileJson() {}

    static Stream<HostileBody> all() {
        return Stream.of(encodings(), syntax(), numbers(), twice(), depth(), size())
                .flatMap(List::stream);
    }

    private static List<HostileBody> encodings() {
        List<HostileBody> cases = new ArrayList<>(List.of(
                passes("a byte order mark before the body", "\ufeff" + hello("")),
                noJson("nothing but a byte order mark", "\ufeff"),
                noJson("two byte order marks", "\ufeff\ufeff" + hello("")),
                noJson("UTF-16 with a mark", hello("").getBytes(UTF_16)),
                noJson("UTF-16, big end first", hello("").getBytes(UTF_16BE)),
                noJson("UTF-16, little end first", hello("").getBytes(UTF_16LE)),
                noJson("UTF-32", hello("").getBytes(Charset.forName("UTF-32BE"))),
                noJson("Latin-1", saying("\"caf\u00e9\"").getBytes(ISO_8859_1)),
                noJson("a zero byte in front", "\0" + hello("")),
                noJson("a zero byte behind", hello("") + "\0"),
                noJson("a zero byte in a text", saying("\"a\0b\"")),
                passes("an escaped zero character in a text", saying("\"a\\u0000b\"")),
                noJson("a line break in a text", saying("\"a\nb\"")),
                passes("characters beyond 16 bits", saying("\"\ud83c\udfdb\"")),
                passes("a name that is no ASCII", hello("\"\u00e9\ud83c\udfdb\": 1,"))));
        Map.of(
                        "a lone continuation byte", "80",
                        "an overlong quote", "c0a2",
                        "an overlong slash of three bytes", "e080af",
                        "half a surrogate pair as three bytes", "eda080",
                        "a code point past the last", "f4908080",
                        "a sequence of five bytes", "f888808080",
                        "a sequence cut off by the quote", "e282",
                        "a byte of no encoding", "fe")
                .forEach((name, bytes) -> cases.add(noJson(name, withBytes(bytes))));
        return cases;
    }

    private static byte[] withBytes(String hex) {
        String around = saying("\"" + "#".repeat(hex.length() / 2) + "\"");
        byte[] body = around.getBytes(ISO_8859_1);
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, body, around.indexOf('#'), bytes.length);
        return body;
    }

    private static List<HostileBody> syntax() {
        return List.of(
                noJson("a number", "1"),
                noJson("true", "true"),
                noJson("an array with a request in it", "[" + hello("") + "]"),
                noJson("a comment to the line's end", "// hi\n" + hello("")),
                noJson("a comment inside", hello("/* hi */")),
                noJson("a comment of a shell", hello("") + "# hi"),
                noJson("a comma before the end of the object", hello("").replace("]}", "],}")),
                noJson("a comma before the end of an array", hello("").replace("}]", "},]")),
                noJson("a comma in front", hello(",")),
                noJson("a name without a value", hello("\"top_k\",")),
                noJson("a name without quotes", hello("top_k: 1,")),
                noJson("single quotes", hello("'top_k': 1,")),
                noJson("a body cut off in the middle", hello("").substring(0, 60)),
                noJson("a text that never ends", "{\"model\": \"" + "x".repeat(100_000)),
                noJson("an escape that is none", saying("\"\\x41\"")),
                noJson("half a unicode escape", saying("\"\\u12\"")),
                noJson("one request a line", hello("") + "\n" + hello("")),
                noJson("a form", "model=a&messages=b"),
                noJson("a multipart form", "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--x--"),
                noJson("XML", "<request/>"));
    }

    private static List<HostileBody> numbers() {
        List<HostileBody> cases = new ArrayList<>();
        for (String number : List.of(
                "NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "01",
                "-01",
                ".5",
                "1.",
                "-",
                "1e",
                "0x10",
                "1_000",
                "1,5",
                "½")) {
            cases.add(noJson("the number " + number, hello("\"temperature\": %s,".formatted(number))));
        }
        cases.add(passes("minus zero", hello("\"temperature\": -0.0, \"seed\": -0, \"top_k\": -0,")));
        cases.add(passes(
                "a number of 1,000 digits for no known field", hello("\"x\": %s,".formatted("9".repeat(1_000)))));
        cases.add(noJson("a number of 1,001 digits", hello("\"x\": %s,".formatted("9".repeat(1_001)))));
        cases.add(passes("an exponent of nine digits for no known field", hello("\"x\": 1e999999999,")));
        cases.add(passes("an exponent of minus nine digits", hello("\"temperature\": 1e-999999999,")));
        return cases;
    }

    private static List<HostileBody> twice() {
        return List.of(
                noJson("a field twice", hello("\"top_k\": 1, \"top_k\": 1,")),
                noJson("a field twice, once in escapes", hello("\"top_k\": 1, \"top\\u005fk\": 2,")),
                noJson("a field twice, the second null", hello("\"top_k\": 1, \"top_k\": null,")),
                noJson("no known field twice", hello("\"x\": 1, \"x\": 1,")),
                noJson("a role twice", saying("\"a\", \"role\": \"system\"")),
                noJson("a text twice", saying("[{\"type\": \"text\", \"text\": \"a\", \"text\": \"b\"}]")),
                noJson("a token's bias twice", hello("\"logit_bias\": {\"1\": 1, \"1\": 2},")),
                passes("fields that differ in case", hello("\"Top_K\": \"x\", \"TOP_K\": [],")),
                passes(
                        "fields of Java and of JavaScript",
                        hello("\"class\": 1, \"__proto__\": {\"n\": 5}, \"@class\": 1,")),
                passes("a field called others", hello("\"others\": {\"n\": 5},")),
                passes("a field without a name", hello("\"\": 1,")));
    }

    private static List<HostileBody> depth() {
        return List.of(
                noJson("brackets without end", "[".repeat(1_000_000)),
                noJson("braces without end", "{\"a\":".repeat(200_000)),
                noJson("an unknown field 65 deep", hello("\"x\": %s,".formatted(nested(64)))),
                passes("an unknown field 64 deep", hello("\"x\": %s,".formatted(nested(63)))),
                noJson("content 65 deep", saying(nested(62))),
                refused("content 64 deep", saying(nested(61)), "invalid_type", "messages[0].content[0]"),
                noJson("a message 65 deep", saying("\"a\", \"x\": %s".formatted(nested(62)))),
                refused(
                        "biases in biases",
                        hello("\"logit_bias\": {\"1\": {\"1\": 1}},"),
                        "invalid_type",
                        "logit_bias.1"));
    }

    private static String nested(int arrays) {
        return "[".repeat(arrays) + "]".repeat(arrays);
    }

    private static List<HostileBody> size() {
        return List.of(
                passes("a name of 1,000 characters", hello("\"%s\": 1,".formatted("k".repeat(1_000)))),
                noJson("a name of 1,001 characters", hello("\"%s\": 1,".formatted("k".repeat(1_001)))),
                noJson("a name of a megabyte", hello("\"%s\": 1,".formatted("k".repeat(1_000_000)))),
                noJson(
                        "a megabyte of a name in a message",
                        saying("\"a\", \"%s\": 1".formatted("k".repeat(1_000_000)))),
                passes("10,000 unknown fields", hello(fields(10_000))),
                passes("a megabyte for no known field", hello("\"x\": \"%s\",".formatted("v".repeat(1_000_000)))),
                noJson("a million values", hello("\"x\": [%s0],".formatted("0,".repeat(1_000_000)))),
                passes("a megabyte of blanks", " ".repeat(1_000_000) + hello("") + "\n".repeat(1_000)));
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("\"x").append(i).append("\": 0,");
        }
        return fields.toString();
    }
}
