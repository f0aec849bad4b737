package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A request body that some client will send one day, and what it must get.
 *
 * @param status 200 or 4xx
 * @param code null for a success
 * @param param null where the body as a whole is at fault
 */
record HostileBody(
        String name,
        byte[] body,
        int status,
        @Nullable String code,
        @Nullable String param) {
    static HostileBody passes(String name, String body) {
        return new HostileBody(name, body.getBytes(UTF_8), 200, null, null);
    }

    static HostileBody noJson(String name, String body) {
        return noJson(name, body.getBytes(UTF_8));
    }

    static HostileBody noJson(String name, byte[] body) {
        return new HostileBody(name, body, 400, "invalid_json", null);
    }

    static HostileBody refused(String name, String body, String code, String param) {
        return new HostileBody(name, body.getBytes(UTF_8), 400, code, param);
    }

    /** A request whose only message has this text, given as JSON with its quotes. */
    static String saying(String jsonText) {
        return "{\"model\": \"" + ScriptedBackend.MODEL + "\", \"messages\": [{\"role\": \"user\", \"content\": "
                + jsonText + "}]}";
    }

    /** A request with this one picture. */
    static String showing(String url) {
        return saying("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"" + url + "\"}}]");
    }

    /** For the runner's report: bodies can have megabytes. */
    @Override
    public String toString() {
        return name;
    }
}
