package io.belvedere.server.openai;

import static io.belvedere.server.openai.ApiFixture.hello;
import static io.belvedere.server.openai.HostileBody.noJson;
import static io.belvedere.server.openai.HostileBody.passes;
import static io.belvedere.server.openai.HostileBody.refused;
import static io.belvedere.server.openai.HostileBody.saying;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Bodies of good JSON whose names, texts and messages are not: halves of characters, too many, too long. */
final class HostileMessages {
    private static final String TEXT_PART = "{\"type\": \"text\", \"text\": \"a\"}";

    private HostileMessages() {}

    static Stream<HostileBody> all() {
        return Stream.of(halves(), counts(), lengths()).flatMap(List::stream);
    }

    /** Lone surrogates: good JSON, but no text that UTF-8 could carry. */
    private static List<HostileBody> halves() {
        return List.of(
                refused("half a pair in a text", saying("\"a\\ud800b\""), "invalid_value", "messages[0].content"),
                refused(
                        "a pair the wrong way round",
                        saying("\"\\udfdb\\ud83c\""),
                        "invalid_value",
                        "messages[0].content"),
                refused("half a pair at the end", saying("\"a\\ud83c\""), "invalid_value", "messages[0].content"),
                refused(
                        "half a pair in a stop string",
                        hello("\"stop\": [\"a\", \"\\ud800\"],"),
                        "invalid_value",
                        "stop"),
                passes("a pair in a stop string", hello("\"stop\": \"\\ud83c\\udfdb\",")),
                unknownModel("half a pair in the model's name", "\\udfff"),
                unknownModel("a pair where a long model's name is cut", "x".repeat(199) + "\\ud83c\\udfdb"),
                refused("half a pair in a role", withRole("\\ud800"), "unsupported_value", "messages[0].role"),
                refused(
                        "a pair where a long role is cut",
                        withRole("x".repeat(63) + "\\ud83c\\udfdb"),
                        "unsupported_value",
                        "messages[0].role"),
                refused(
                        "half a pair in a part's type",
                        saying("[{\"type\": \"\\ud800\"}]"),
                        "unsupported_value",
                        "messages[0].content[0].type"),
                noJson("half a pair for a token", hello("\"logit_bias\": {\"\\ud800\": 1},")),
                noJson("half a pair in a name", hello("\"\\ud800\": 1,")),
                noJson("half a pair in a name in a message", saying("\"a\", \"\\udc00\": {}")),
                passes("half a pair where nothing is read", hello("\"user\": \"\\ud800\", \"x\": \"\\ud800\",")));
    }

    private static HostileBody unknownModel(String name, String model) {
        String body = hello("").replace(ScriptedBackend.MODEL, model);
        return new HostileBody(name, body.getBytes(StandardCharsets.UTF_8), 404, "model_not_found", "model");
    }

    private static String withRole(String role) {
        return saying("\"a\"").replace("\"user\"", "\"" + role + "\"");
    }

    private static List<HostileBody> counts() {
        return List.of(
                passes("2,048 messages", messages(2_048)),
                refused("2,049 messages", messages(2_049), "invalid_value", "messages"),
                passes("100,000 parts", saying(array(TEXT_PART, 100_000))),
                noJson("200,000 parts", saying(array(TEXT_PART, 200_000))),
                refused(
                        "1,000 pictures",
                        saying(array("{\"type\": \"image_url\", \"image_url\": \"https://h.example/a\"}", 1_000)),
                        "invalid_value",
                        "messages"),
                refused(
                        "a part in an array of its own",
                        saying("[[" + TEXT_PART + "]]"),
                        "invalid_type",
                        "messages[0].content[0]"),
                refused("no part but null", saying("[null]"), "invalid_type", "messages[0].content[0]"),
                refused(
                        "a part without fields",
                        saying("[{}]"),
                        "missing_required_parameter",
                        "messages[0].content[0].type"),
                refused(
                        "a part whose type is null",
                        saying("[{\"type\": null}]"),
                        "missing_required_parameter",
                        "messages[0].content[0].type"),
                refused(
                        "a part whose text is null",
                        saying("[{\"type\": \"text\", \"text\": null}]"),
                        "invalid_type",
                        "messages[0].content[0].text"),
                refused(
                        "a message in an array of its own",
                        "{\"model\": \"m\", \"messages\": [[]]}",
                        "invalid_type",
                        "messages[0]"),
                refused(
                        "messages by number",
                        "{\"model\": \"m\", \"messages\": {\"0\": {}}}",
                        "invalid_type",
                        "messages"),
                refused("an empty object", "{}", "missing_required_parameter", "messages"),
                refused(
                        "messages of a text's own",
                        "{\"model\": \"m\", \"messages\": \"\"}",
                        "invalid_type",
                        "messages"),
                refused(
                        "a message of no letters",
                        "{\"model\": \"m\", \"messages\": [\"\"]}",
                        "invalid_type",
                        "messages[0]"),
                refused(
                        "1,000 stop strings",
                        hello("\"stop\": %s,".formatted(array("\"a\"", 1_000))),
                        "invalid_value",
                        "stop"),
                refused("a stop string in an array of its own", hello("\"stop\": [[\"a\"]],"), "invalid_type", "stop"));
    }

    private static String messages(int count) {
        return "{\"model\": \"" + ScriptedBackend.MODEL + "\", \"messages\": "
                + array("{\"role\": \"user\", \"content\": \"a\"}", count) + "}";
    }

    private static String array(String value, int count) {
        return "[" + String.join(",", Collections.nCopies(count, value)) + "]";
    }

    private static List<HostileBody> lengths() {
        String megabyte = "x".repeat(1_000_000);
        return List.of(
                passes("a text of a megabyte", saying("\"" + megabyte + "\"")),
                passes("a text of nothing", saying("\"\"")),
                unknownModel("a model's name of a megabyte", megabyte),
                unknownModel("a model without a name", ""),
                refused("a role of a megabyte", withRole(megabyte), "unsupported_value", "messages[0].role"),
                refused(
                        "a part's type of a megabyte",
                        saying("[{\"type\": \"" + megabyte + "\"}]"),
                        "unsupported_value",
                        "messages[0].content[0].type"),
                refused(
                        "a stop string of a megabyte",
                        hello("\"stop\": \"" + megabyte + "\","),
                        "invalid_value",
                        "stop"),
                refused(
                        "a token of 1,000 digits",
                        hello("\"logit_bias\": {\"%s\": 1},".formatted("9".repeat(1_000))),
                        "invalid_value",
                        "logit_bias"),
                refused("minus zero for a token", hello("\"logit_bias\": {\"-0\": 1},"), "invalid_value", "logit_bias"),
                passes("minus zero for a bias", hello("\"logit_bias\": {\"0\": -0.0},")));
    }
}
