package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.reference.Example;
import io.belvedere.server.settings.Limits;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page tells all that {@code /openapi.json} does, and can do nothing but be read. */
class ReferenceTest {
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*)</style>");

    private static HttpResponse<String> get(String path) throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            HttpResponse<String> answer = api.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer;
        }
    }

    @Test
    void bothNeedAKey() throws Exception {
        ApiKeys keys = new ApiKeys(List.of("sk-one"));
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(), Limits.DEFAULTS, keys)) {
            for (String path : List.of("/openapi.json", "/docs")) {
                assertThat(api.get(path).statusCode()).isEqualTo(401);
                assertThat(api.get(path, "Authorization", "Bearer sk-one").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void thePageMayDoNothing() throws Exception {
        HttpResponse<String> page = get("/docs");
        String policy = page.headers().firstValue("content-security-policy").orElseThrow();
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(policy).startsWith("default-src 'none'; style-src 'sha256-").doesNotContain("unsafe", "*");
        Matcher style = STYLE.matcher(page.body());
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(UTF_8));
        assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        assertThat(page.body()).doesNotContain("<script", " src=", " style=", "<link", "javascript:");
        assertThat(page.body().replace("href=\"#", "")).doesNotContain("href=");
    }

    @Test
    void thePageTellsRoutesFieldsErrorsAndExamples() throws Exception {
        String page = get("/docs").body();
        JsonNode document = ApiFixture.json(get("/openapi.json").body());
        assertThat(document.path("paths").propertyNames())
                .allSatisfy(path -> assertThat(page).contains(" " + path + "</code>"));
        document.at("/components/schemas").properties().forEach(schema -> {
            assertThat(page).contains("id=\"" + schema.getKey() + "\"");
            assertThat(schema.getValue().path("properties").propertyNames())
                    .allSatisfy(field -> assertThat(page).contains("<code>" + field + "</code>"));
        });
        for (JsonNode error : document.path("x-errors").values()) {
            error.path("codes")
                    .values()
                    .forEach(code -> assertThat(page).contains("<code>" + code.asString() + "</code>"));
        }
        assertThat(page).contains("<td>above 0 to 3600</td>").contains("&quot;role&quot;: &quot;user&quot;");
        assertThat(document.at("/paths/~1v1~1chat~1completions/post/x-codeSamples"))
                .hasSize(Example.all().size());
    }

    @Test
    void everyLinkOfThePageLeadsSomewhere() throws Exception {
        String page = get("/docs").body();
        assertThat(Pattern.compile("href=\"#([^\"]+)\"").matcher(page).results().map(link -> link.group(1)))
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).contains("id=\"" + name + "\""));
    }
}
