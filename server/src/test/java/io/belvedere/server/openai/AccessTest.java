package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.http.Refusal;
import io.belvedere.server.http.RequestHead;
import io.belvedere.server.settings.Limits;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final ApiKeys KEYS = new ApiKeys(List.of("sk-one", "sk-two"));

    @Test
    void onlyHealthIsOpen() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()), Limits.DEFAULTS, KEYS)) {
            assertThat(api.get("/health").statusCode()).isEqualTo(200);
            for (String path : List.of(
                    "/v1/models",
                    "/v1/models/x",
                    "/models",
                    "/",
                    "/v1/none",
                    "/health/x",
                    "/health?verbose",
                    "/metrics")) {
                assertThat(api.get(path).statusCode()).as(path).isEqualTo(401);
            }
            HttpResponse<String> refused = api.post(ApiFixture.hello(""));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
            assertThat(ApiFixture.error(refused).path("code").asString()).isEqualTo("invalid_api_key");
            assertThat(api.post(ApiFixture.hello(""), "Authorization", "Bearer sk-two")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(api.get("/v1/models", "Authorization", "bearer sk-one").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void verboseHealthTellsWhatComputesToThoseWithAKey() throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()), Limits.DEFAULTS, KEYS)) {
            for (String query : List.of("?verbose", "?x=y&verbose=1", "?verbose=true")) {
                HttpResponse<String> told = api.get("/health" + query, "Authorization", "Bearer sk-one");
                assertThat(told.statusCode()).isEqualTo(200);
                assertThat(told.body())
                        .isEqualTo(
                                "{\"status\":\"ok\",\"model\":\"%s\",\"device\":\"CPU\",\"kernels\":\"some kernels\",\"vector_bits\":256,\"threads\":3,\"self_test\":{\"f32_gflops\":120.4,\"q8_gflops\":99.0},\"engine\":{\"waiting\":1,\"running\":2,\"tokens_taken_on\":1500,\"blocks\":64,\"blocks_used\":40,\"blocks_cached\":4,\"prefix_tokens_asked\":900,\"prefix_tokens_found\":300,\"steps\":17,\"step_millis\":3000,\"prompt_tokens\":600,\"answer_tokens\":50,\"answers\":4,\"pictures_encoded\":3,\"encode_millis\":1000,\"preemptions\":0,\"image_cache_hits\":5,\"image_cache_misses\":3,\"image_cache_bytes\":4096}}"
                                        .formatted(ScriptedBackend.MODEL));
            }
            for (String plain : List.of("", "?", "?verbose=false", "?verbosely", "?verbose=0")) {
                assertThat(api.get("/health" + plain).body()).isEqualTo("{\"status\":\"ok\"}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-one",
                "Bearer",
                "Bearer ",
                "Bearer sk-on",
                "Bearer sk-onee",
                "Bearer SK-ONE",
                "Basic sk-one",
                "Bearer sk-one,sk-two"
            })
    void otherKeysAreRefusedWithoutEcho(String authorization) {
        Optional<Refusal> refusal = KEYS.check(head(Map.of("authorization", authorization)));
        assertThat(refusal).isPresent();
        assertThat(refusal.orElseThrow().status()).isEqualTo(401);
        assertThat(refusal.orElseThrow().message()).doesNotContain("sk-");
    }

    @Test
    void blankKeysAreNoKeys() {
        assertThatThrownBy(() -> new ApiKeys(List.of(" "))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ApiKeys(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, , true",
        "LOCALHOST, , true",
        "127.0.0.1:8080, http://localhost:3000, true",
        "[::1]:8080, , true",
        "127.0.0.2:8080, , true",
        "evil.example:8080, , false",
        "127.0.0.1.evil.example, , false",
        "localhost.evil.example, , false",
        "localhost:8080, https://evil.example, false",
        "localhost:8080, null, false",
        "a b, , false",
    })
    void withoutKeysOnlyLocalPagesMayCall(String host, String origin, boolean allowed) {
        Map<String, String> headers = origin == null ? Map.of("host", host) : Map.of("host", host, "origin", origin);
        assertThat(new LocalCallers().check(head(headers)).isEmpty()).isEqualTo(allowed);
    }

    private static RequestHead head(Map<String, String> headers) {
        return new RequestHead("GET", "/v1/models", "", name -> Optional.ofNullable(headers.get(name)));
    }
}
