package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.header;
import static io.belvedere.server.http.DoorFixture.post;
import static io.belvedere.server.http.DoorFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.settings.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginsTest {
    private static final String APP = "https://app.example";
    private static final Guard CLOSED =
            (head, client) -> head.header("authorization").isPresent()
                    ? new Admission.Admitted(client)
                    : new Admission.Refused(new Refusal(401, "no_key", "no key"));

    private static DoorFixture door(String... origins) throws Exception {
        DoorOptions options = new DoorOptions(null, new CrossOrigins(List.of(origins)));
        return new DoorFixture(
                Limits.DEFAULTS, options, CLOSED, get("/a", e -> text(e, "a")), post("/a", e -> text(e, "b")));
    }

    private static String preflight(String origin, String more) {
        return "OPTIONS /a HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nAccess-Control-Request-Method: POST\r\n%s\r\n"
                .formatted(origin, more);
    }

    @Test
    void aBrowserIsToldThatAnAllowedPageMayCallWithoutAKey() throws Exception {
        try (DoorFixture door = door(APP)) {
            String told = door.talk(preflight(
                    APP, "Access-Control-Request-Headers: authorization,x-stainless-lang, X-Stainless-OS,x-other\r\n"));
            assertThat(told).startsWith("HTTP/1.1 204").endsWith("\r\n\r\n");
            assertThat(header(told, "access-control-allow-origin")).isEqualTo(APP);
            assertThat(header(told, "access-control-allow-methods")).isEqualTo("GET, HEAD, POST");
            assertThat(header(told, "access-control-allow-headers"))
                    .isEqualTo(
                            "authorization, api-key, x-api-key, content-type, x-client-request-id, x-stainless-lang, x-stainless-os");
            assertThat(header(told, "access-control-max-age")).isEqualTo("7200");
            assertThat(header(told, "vary")).isEqualTo("origin");
            assertThat(header(told, "access-control-allow-credentials")).isEmpty();
            assertThat(header(told, "x-request-id")).startsWith("req_");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /a', 'authorization: k\r\n', 200",
        "'GET /a', '', 401",
        "'GET /none', 'authorization: k\r\n', 404",
        "'DELETE /a', 'authorization: k\r\n', 405",
        "'GET /a', 'X-Client-Request-Id: a b\r\n', 400",
    })
    void anAllowedPageMayReadEveryAnswer(String line, String more, int status) throws Exception {
        try (DoorFixture door = door("http://other.example", APP)) {
            String answer = door.talk("%s HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\n%s\r\n".formatted(line, APP, more));
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(header(answer, "access-control-allow-origin")).isEqualTo(APP);
            assertThat(header(answer, "access-control-expose-headers"))
                    .isEqualTo(
                            "x-request-id, x-client-request-id, x-belvedere-ignored-fields, retry-after, retry-after-ms, x-should-retry");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.evil.example",
                "https://evil.example",
                "http://app.example",
                "https://app.example:8443",
                "https://APP.example",
                "null",
                "*",
                ""
            })
    void otherPagesAreToldNothing(String origin) throws Exception {
        try (DoorFixture door = door(APP)) {
            String told = door.talk(preflight(origin, ""));
            assertThat(told).startsWith("HTTP/1.1 401").doesNotContain("access-control");
            assertThat(header(told, "vary")).isEqualTo("origin");
            String answer =
                    door.talk("GET /a HTTP/1.1\r\nHost: x\r\nauthorization: k\r\nOrigin: %s\r\n\r\n".formatted(origin));
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("access-control");
        }
    }

    @Test
    void byDefaultNoPageIsAnsweredAndOptionsIsAMethodLikeOthers() throws Exception {
        try (DoorFixture door = door()) {
            assertThat(door.talk(preflight(APP, ""))).startsWith("HTTP/1.1 401");
            String refused = door.talk(preflight(APP, "authorization: k\r\n"));
            assertThat(refused).startsWith("HTTP/1.1 405").doesNotContain("access-control", "vary");
            assertThat(header(refused, "allow")).isEqualTo("GET, HEAD, POST");
        }
    }

    @Test
    void optionsThatAskNothingIsAMethodLikeOthers() throws Exception {
        try (DoorFixture door = door(APP)) {
            String line = "OPTIONS /a HTTP/1.1\r\nHost: x\r\nauthorization: k\r\n";
            assertThat(door.talk(line + "Origin: " + APP + "\r\n\r\n")).startsWith("HTTP/1.1 405");
            assertThat(door.talk(line + "Access-Control-Request-Method: POST\r\n\r\n"))
                    .startsWith("HTTP/1.1 405");
        }
    }

    @Test
    void allPagesMayCallWhereAllAreAllowed() throws Exception {
        try (DoorFixture door = door("*")) {
            for (String origin : List.of(APP, "null", "http://localhost:3000")) {
                String told = door.talk(preflight(origin, ""));
                assertThat(told).startsWith("HTTP/1.1 204");
                assertThat(header(told, "access-control-allow-origin")).isEqualTo("*");
                assertThat(header(told, "vary")).isEmpty();
            }
            assertThat(door.talk("GET /a HTTP/1.1\r\nHost: x\r\nauthorization: k\r\n\r\n"))
                    .doesNotContain("access-control");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example:443, https://app.example",
        "HTTP://App.Example:80, http://app.example",
        "http://localhost:3000, http://localhost:3000",
        "https://app.example:80, https://app.example:80",
        "http://[::1]:8000, http://[::1]:8000",
        "chrome-extension://abcdefgh, chrome-extension://abcdefgh",
        "tauri://localhost, tauri://localhost",
    })
    void originsAreTakenAsBrowsersWriteThem(String given, String sent) {
        assertThat(new CrossOrigins(List.of(given)).allows(sent)).isTrue();
        assertThat(new CrossOrigins(List.of(given)).allows(sent + "0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example",
                "https://app.example/",
                "https://app.example/path",
                "https://*.example",
                "https://a.example,https://b.example",
                "https://user@app.example",
                "https://",
                "null",
                ""
            })
    void whatIsNoOriginIsRefused(String given) {
        assertThatThrownBy(() -> new CrossOrigins(List.of(given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as https://app.example; given '" + given + "'");
    }
}
