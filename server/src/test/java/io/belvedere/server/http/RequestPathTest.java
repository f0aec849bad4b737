package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.settings.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/models, '', /v1/models",
        "/v1/models/, '', /v1/models",
        "//v1///models//, '', /v1/models",
        "/, '', /",
        "//, '', /",
        "'', '', ''",
        "*, '', *",
        "/v1/models/org%2Fname, '', /v1/models/org%2Fname",
        "/v1/models/org/name/, '', /v1/models/org/name",
        "/v1/../health, '', /v1/../health",
        "/ai/v1/models, /ai, /v1/models",
        "/ai//v1/models/, /ai, /v1/models",
        "//ai/v1/models, /ai, /v1/models",
        "/ai, /ai, /",
        "/ai/, /ai, /",
        "/v1/models, /ai, /v1/models",
        "/aid/v1/models, /ai, /aid/v1/models",
        "/ai/ai/v1/models, /ai, /ai/v1/models",
        "/a/b/health, /a/b, /health",
    })
    void oneFormForEveryWayToWriteIt(String written, String prefix, String path) {
        assertThat(RequestPath.of(written, prefix)).isEqualTo(path);
    }

    @Test
    void aPrefixMayEndInASlash() {
        assertThat(RequestPath.prefix("/ai/")).isEqualTo("/ai");
        assertThat(RequestPath.prefix("/a/b-c.d~e")).isEqualTo("/a/b-c.d~e");
        assertThat(RequestPath.prefix("/")).isEmpty();
        assertThat(RequestPath.prefix("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai", "/a//b", "/a?b", "/a b", "/a/../b", "/./a", "http://x/a", "/\u00e4", "//"})
    void whatIsNoPrefixIsRefused(String written) {
        assertThatThrownBy(() -> RequestPath.prefix(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given '" + written + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "/a, true",
        "/a/b, true",
        "/a/b/c, false",
        "/a/bc, false",
        "/A, false",
        "/aa, false",
        "/n, true",
        "/n/any, true",
        "/n/any/more, true",
        "/nn, false",
        "/q, true",
        "/q/r, false",
        "'', false"
    })
    void aPrefixMayHideNoRoute(String prefix, boolean hides) {
        Router router = new Router(List.of(get("/a/b", e -> {}), get("/n/", e -> {}), get("/q?x", e -> {})));
        if (hides) {
            assertThatThrownBy(() -> router.requireNoneBelow(prefix))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("prefix " + prefix + " hides the route ");
        } else {
            router.requireNoneBelow(prefix);
        }
    }

    @Test
    void theDoorAnswersBelowItsPrefixToo() throws Exception {
        DoorOptions options = new DoorOptions(null, CrossOrigins.NONE, "/ai/");
        try (DoorFixture door = new DoorFixture(
                Limits.DEFAULTS,
                options,
                (head, client) -> new Admission.Admitted(client),
                get("/a", e -> text(e, e.head().path())))) {
            for (String path : new String[] {"/a", "/a/", "//a", "/ai/a", "/ai//a/", "/ai/a?q=1"}) {
                assertThat(door.talk("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .as(path)
                        .startsWith("HTTP/1.1 200")
                        .endsWith("\r\n\r\n/a");
            }
            assertThat(door.talk("GET /other/a HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404");
        }
    }
}
