package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests that were good before they were bent: as trees (values, names, copies, removals) and as bytes. All from one
 * seed.
 */
final class BentRequests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<JsonNode> GOOD = Stream.of(
                    ApiFixture.hello(""),
                    ApiFixture.hello("\"stream\": true, \"stream_options\": {\"include_usage\": true},"),
                    ApiFixture.hello(
                            "\"temperature\": 0.5, \"top_p\": 0.9, \"seed\": 7, \"stop\": [\"a\", \"b\"],"
                                    + "\"logit_bias\": {\"1\": 2}, \"logprobs\": true, \"top_logprobs\": 3, \"max_tokens\": 9,"),
                    HostileBody.saying(
                            "[{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"image_url\", \"image_url\":"
                                    + "{\"url\": \"data:image/png;base64,AQID\", \"detail\": \"auto\"}, \"format\": \"image/png\"}]"),
                    HostileBody.saying("[{\"type\": \"image_url\", \"image_url\": \"https://h.example/a.png\"}]"),
                    "{\"model\": \"" + ScriptedBackend.MODEL
                            + "\", \"messages\": [{\"role\": \"system\", \"content\": \"a\"},"
                            + "{\"role\": \"user\", \"content\": \"b\", \"name\": \"c\"},"
                            + "{\"role\": \"assistant\", \"content\": \"d\", \"tool_calls\": []}]}")
            .map(JSON::readTree)
            .toList();

    private static final List<String> NAMES = Stream.of(
                    HostileFields.all().map(HostileFields::name),
                    FieldRules.OF_REQUEST.names().stream(),
                    FieldRules.OF_MESSAGE.names().stream(),
                    FieldRules.OF_PART.names().stream(),
                    FieldRules.OF_STREAM_OPTIONS.names().stream(),
                    Stream.of(
                            "role",
                            "content",
                            "type",
                            "text",
                            "image_url",
                            "url",
                            "detail",
                            "format",
                            "min_pixels",
                            "max_pixels",
                            "include_usage"),
                    Stream.of("others", "", "x", "\ud83c\udfdb", "-1", "5", "99999999999", "k".repeat(1_001)))
            .flatMap(names -> names)
            .sorted()
            .toList();

    /** As they are written; not all of them are JSON. */
    private static final List<String> VALUES = Stream.of(
                    List.of(
                            "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "0.5", "2", "1e2", "1e999", "-1e999",
                            "1e-999"),
                    List.of(
                            "9223372036854775807",
                            "9223372036854775808",
                            "2147483648",
                            "9".repeat(1_000),
                            "9".repeat(1_001)),
                    List.of("NaN", "01", "", "1 2", "'a'", "\"", "{", "]", "1, \"model\": 2", "1 /* a */", "\\u0031"),
                    List.of("{}" + ",{}".repeat(3_000), "0" + ",0".repeat(3_000), "[" + "{},".repeat(3_000) + "{}]"),
                    List.of("[]", "{}", "[null]", "[1]", "[\"a\"]", "{\"a\": 1}", "[".repeat(70) + "]".repeat(70)),
                    List.of(
                            "\"\"",
                            "\" \"",
                            "\"a\"",
                            "\"\\ud800\"",
                            "\"\\udc00\\ud800\"",
                            "\"\\u0000\"",
                            "\"\\ud83c\\udfdb\""),
                    List.of("\"<|im_end|>\"", "\"" + "x".repeat(2_000) + "\"", "\"" + ScriptedBackend.MODEL + "\""),
                    List.of("\"user\"", "\"tool\"", "\"text\"", "\"image_url\"", "\"auto\"", "\"low\"", "\"none\""),
                    List.of("\"data:image/png;base64,AQID\"", "\"data:image/png;base64,@\"", "\"data:\"", "\"data:,\""),
                    List.of(
                            "\"https://h.example/a\"",
                            "\"http:\\\\\\\\x\"",
                            "\"https://\"",
                            "\"file:///etc\"",
                            "\"https://[::\""))
            .flatMap(List::stream)
            .toList();

    private final RandomGenerator random;

    BentRequests(RandomGenerator random) {
        this.random = random;
    }

    byte[] next() {
        byte[] body = random.nextInt(3) == 0 ? bytesOf(any(GOOD)) : bentTree();
        for (int bends = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0; bends > 0 && body.length > 0; bends--) {
            body = bent(body);
        }
        return body;
    }

    private byte[] bentTree() {
        JsonNode tree = any(GOOD).deepCopy();
        for (int bends = 1 + random.nextInt(3); bends > 0; bends--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            switch (any(containers)) {
                case ObjectNode object -> bend(object, containers);
                case ArrayNode array -> bend(array, containers);
                case JsonNode none -> throw new AssertionError(none);
            }
        }
        return bytesOf(tree);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.values().forEach(child -> collect(child, containers));
        }
    }

    private void bend(ObjectNode object, List<JsonNode> containers) {
        String own = object.isEmpty() ? "x" : any(List.copyOf(object.propertyNames()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(own);
            case 1 -> object.set(any(NAMES), value(containers));
            case 2 -> object.set(any(NAMES), object.path(own).deepCopy());
            default -> object.set(own, value(containers));
        }
    }

    private void bend(ArrayNode array, List<JsonNode> containers) {
        int at = random.nextInt(array.size() + 1);
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.addAll(Collections.nCopies(random.nextInt(30), value(containers)));
            default -> array.insert(at, value(containers));
        }
    }

    /** A written value's place, or a part of the tree itself. */
    private JsonNode value(List<JsonNode> containers) {
        return random.nextInt(4) == 0
                ? any(containers).deepCopy()
                : JSON.getNodeFactory().stringNode("@" + random.nextInt(VALUES.size()) + "@");
    }

    private static byte[] bytesOf(JsonNode tree) {
        String text = tree.toString();
        for (int i = 0; i < VALUES.size(); i++) {
            text = text.replace("\"@" + i + "@\"", VALUES.get(i));
        }
        return text.getBytes(UTF_8);
    }

    /** One change of a few bytes, or of a stretch. */
    private byte[] bent(byte[] body) {
        byte[] bent = body.clone();
        int at = random.nextInt(body.length);
        int to = Math.min(body.length, at + 1 + random.nextInt(40));
        switch (random.nextInt(5)) {
            case 0 -> bent[at] = (byte) random.nextInt(256);
            case 1 -> bent[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bent = Arrays.copyOf(body, at);
            case 3 -> bent = spliced(body, at, to, new byte[0]);
            default -> bent = spliced(body, at, at, Arrays.copyOfRange(body, at, to));
        }
        return bent;
    }

    /** {@code middle} in the place of what stood from {@code from} to {@code to}. */
    private static byte[] spliced(byte[] body, int from, int to, byte[] middle) {
        byte[] spliced = Arrays.copyOf(body, from + middle.length + body.length - to);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(body, to, spliced, from + middle.length, body.length - to);
        return spliced;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
