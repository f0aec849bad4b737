package io.belvedere.server.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.belvedere.server.http.Exchange;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An OpenAPI document as one page of HTML: no scripts, nothing loaded, and a policy that lets nothing else be added.
 */
final class ReferencePage {
    private final byte[] html;
    private final String policy;

    ReferencePage(JsonNode openApi, List<Example> examples, String style) {
        this.policy =
                "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        .formatted(Base64.getEncoder().encodeToString(sha256(style)));
        this.html = render(openApi, examples, style).getBytes(UTF_8);
    }

    void send(Exchange exchange) throws IOException, InterruptedException {
        exchange.setHeader("content-security-policy", policy);
        exchange.setHeader("x-content-type-options", "nosniff");
        exchange.setHeader("referrer-policy", "no-referrer");
        exchange.send(200, "text/html; charset=utf-8", html);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String render(JsonNode openApi, List<Example> examples, String style) {
        JsonNode info = openApi.path("info");
        Html page = new Html();
        page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>")
                .raw(style)
                .raw("</style>")
                .element("title", info.path("title").asString() + " API")
                .raw("</head><body><main>")
                .element("h1", info.path("title").asString() + " API")
                .element("p", info.path("description").asString());
        routes(openApi.path("paths"), page);
        examples(examples, page);
        page.element("h2", "Bodies");
        for (Map.Entry<String, JsonNode> schema :
                openApi.at("/components/schemas").properties()) {
            fields(schema.getKey(), schema.getValue(), page);
        }
        errors(openApi.path("x-errors"), page);
        return page.raw("</main></body></html>\n").toString();
    }

    private static void routes(JsonNode paths, Html page) {
        page.element("h2", "Routes").tableHead("Route", "", "Takes", "Gives");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                JsonNode about = operation.getValue();
                page.raw("<tr><td>")
                        .element("code", operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())
                        .raw("</td>")
                        .element("td", sentences(about))
                        .raw("<td>")
                        .raw(bodies(about.path("requestBody").path("content")))
                        .raw("</td><td>")
                        .raw(bodies(about.at("/responses/200/content")))
                        .raw("</td></tr>\n");
            }
        }
        page.raw("</table>\n");
    }

    private static String sentences(JsonNode about) {
        StringBuilder all = new StringBuilder(about.path("summary").asString(""))
                .append(". ")
                .append(about.path("description").asString(""));
        for (JsonNode parameter : about.path("parameters").values()) {
            all.append(" ")
                    .append(parameter.path("name").asString())
                    .append(": ")
                    .append(parameter.path("description").asString());
        }
        return all.toString().strip();
    }

    private static String bodies(JsonNode content) {
        Html bodies = new Html();
        for (Map.Entry<String, JsonNode> media : content.properties()) {
            bodies.raw("<div>")
                    .raw(SchemaWords.type(media.getValue().path("schema")))
                    .raw(" ")
                    .element("small", media.getKey())
                    .raw("</div>");
        }
        return bodies.toString();
    }

    private static void examples(List<Example> examples, Html page) {
        page.element("h2", "Examples");
        for (Example.Subject subject : Example.Subject.values()) {
            page.element("h3", subject.title());
            examples.stream()
                    .filter(example -> example.subject() == subject)
                    .forEach(example -> page.raw("<details><summary>")
                            .text(example.language().title())
                            .raw("</summary>")
                            .element("pre", example.source())
                            .raw("</details>\n"));
        }
    }

    private static void fields(String name, JsonNode schema, Html page) {
        page.raw("<h3 id=\"").text(name).raw("\">").text(name).raw("</h3>\n").tableHead("Field", "Type", "Range", "");
        List<String> required = schema.path("required").values().stream()
                .map(JsonNode::asString)
                .toList();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            page.raw("<tr><td>")
                    .element("code", field.getKey())
                    .raw(required.contains(field.getKey()) ? " <small>always</small>" : "")
                    .raw("</td><td>")
                    .raw(SchemaWords.type(field.getValue()))
                    .raw("</td>")
                    .element("td", SchemaWords.range(field.getValue()))
                    .element("td", field.getValue().path("description").asString(""))
                    .raw("</tr>\n");
        }
        page.raw("</table>\n");
    }

    private static void errors(JsonNode errors, Html page) {
        page.element("h2", "Errors").tableHead("Status", "Codes", "When");
        for (JsonNode error : errors.values()) {
            page.raw("<tr>").element("td", error.path("status").asString()).raw("<td>");
            error.path("codes")
                    .values()
                    .forEach(code -> page.element("code", code.asString()).raw(" "));
            page.raw("</td>").element("td", error.path("when").asString()).raw("</tr>\n");
        }
        page.raw("</table>\n");
    }
}
