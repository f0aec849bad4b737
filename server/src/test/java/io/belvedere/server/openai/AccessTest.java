package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.http.Admission;
import io.belvedere.server.http.CrossOrigins;
import io.belvedere.server.http.DoorOptions;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.Refusal;
import io.belvedere.server.http.RequestHead;
import io.belvedere.server.settings.Limits;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
            assertThat(api.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(api.get("//health/ready/").statusCode()).isEqualTo(200);
            for (String path : List.of(
                    "/v1/models",
                    "/v1/models/x",
                    "/models",
                    "/",
                    "/v1/none",
                    "/health/x",
                    "/v1/health/ready",
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

    @Test
    void readyAsLongAsRequestsAreTaken() throws Exception {
        AtomicReference<Optional<String>> obstacle = new AtomicReference<>(Optional.empty());
        try (ApiFixture api = new ApiFixture(
                new ScriptedBackend(ApiFixture.colosseum()), Limits.DEFAULTS, KEYS, obstacle::get, DoorOptions.PLAIN)) {
            assertThat(api.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
            obstacle.set(Optional.of("The engine has ended and takes no requests."));
            HttpResponse<String> refused = api.get("/health/ready");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"error\":{\"message\":\"The engine has ended and takes no requests.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_is_overloaded\"}}");
            assertThat(refused.headers().firstValue("retry-after")).contains("10");
            assertThat(refused.headers().firstValue("retry-after-ms")).contains("10000");
            assertThat(api.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/none, 404, unknown_url,",
        "OPTIONS, /v1/none, 404, unknown_url,",
        "GET, /v1/chat/completions, 405, method_not_allowed, POST",
        "DELETE, /v1/models, 405, method_not_allowed, 'GET, HEAD'",
        "POST, /v1/models/x, 405, method_not_allowed, 'GET, HEAD'",
        "POST, /health, 405, method_not_allowed, 'GET, HEAD'",
        "PUT, /health/ready, 405, method_not_allowed, 'GET, HEAD'",
        "OPTIONS, /v1/chat/completions, 405, method_not_allowed, POST",
    })
    void whatIsNotThereIsSaidInTheShapeOfErrors(String method, String path, int status, String code, String allow)
            throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()))) {
            HttpResponse<String> answer = api.send(method, path);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(ApiFixture.error(answer).path("code").asString()).isEqualTo(code);
            assertThat(answer.headers().firstValue("allow")).isEqualTo(Optional.ofNullable(allow));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health?verbose",
                "/health/ready",
                "/v1/models",
                "/models",
                "/v1/models/" + ScriptedBackend.MODEL,
                "/v1/models/none"
            })
    void headIsAnsweredWhereverGetIs(String path) throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()))) {
            HttpResponse<String> head = api.send("HEAD", path);
            HttpResponse<String> get = api.get(path);
            assertThat(head.body()).isEmpty();
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.headers().firstValue("content-length"))
                    .isEqualTo(get.headers().firstValue("content-length"));
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
        Optional<Refusal> refusal = refusal(KEYS, Map.of("authorization", authorization));
        assertThat(refusal).isPresent();
        assertThat(refusal.orElseThrow().status()).isEqualTo(401);
        assertThat(refusal.orElseThrow().message()).doesNotContain("sk-");
    }

    @ParameterizedTest
    @CsvSource({
        "api-key, sk-one, true",
        "x-api-key, ' sk-two ', true",
        "x-api-key, sk-three, false",
        "api-key, Bearer sk-one, false",
        "x-api-key, '', false",
        "x-other-key, sk-one, false",
    })
    void keysMayComeInTheHeadersOfOtherServices(String header, String key, boolean known) {
        assertThat(refusal(KEYS, Map.of(header, key)).isEmpty()).isEqualTo(known);
        assertThat(refusal(KEYS, Map.of(header, key, "authorization", "Bearer "))
                        .isEmpty())
                .isEqualTo(known);
        assertThat(refusal(KEYS, Map.of(header, key, "authorization", "Basic c2s6"))
                        .isEmpty())
                .isEqualTo(known);
        assertThat(refusal(KEYS, Map.of(header, key, "authorization", "Bearer sk-wrong")))
                .isPresent(); // the first that is brought counts
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
        "user@localhost:8080, , false",
        "evil.example@localhost, , false",
        "localhost/evil.example, , false",
        "localhost?evil.example, , false",
        "localhost:8080:80, , false",
        "localhost:, , false",
        "localhost:8080, http://user@localhost:3000, false",
        "localhost:8080, http://evil.example@localhost, false",
        "localhost:8080, http://localhost/, false",
        "localhost:8080, localhost, false",
        "localhost:8080, http://[::1]:3000, true",
    })
    void withoutKeysOnlyLocalPagesMayCall(String host, String origin, boolean allowed) {
        Map<String, String> headers = origin == null ? Map.of("host", host) : Map.of("host", host, "origin", origin);
        assertThat(refusal(new LocalCallers(CrossOrigins.NONE), headers).isEmpty())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, https://app.example, true",
        "localhost:8080, http://localhost:3000, true",
        "localhost:8080, https://other.example, false",
        "evil.example:8080, https://app.example, false",
    })
    void withoutKeysAllowedPagesMayCallThisMachine(String host, String origin, boolean allowed) {
        LocalCallers guard = new LocalCallers(new CrossOrigins(List.of("https://app.example")));
        assertThat(refusal(guard, Map.of("host", host, "origin", origin)).isEmpty())
                .isEqualTo(allowed);
    }

    private static Admission admission(Guard guard, Map<String, String> headers) {
        RequestHead head = new RequestHead("GET", "/v1/models", "", name -> Optional.ofNullable(headers.get(name)));
        return guard.admit(head, "10.0.0.7");
    }

    private static Optional<Refusal> refusal(Guard guard, Map<String, String> headers) {
        return admission(guard, headers) instanceof Admission.Refused(Refusal refusal)
                ? Optional.of(refusal)
                : Optional.empty();
    }

    private static String caller(Map<String, String> headers) {
        return ((Admission.Admitted) admission(KEYS, headers)).caller();
    }

    @Test
    void aKeyIsOneCallerHoweverItIsSpelled() {
        String caller = caller(Map.of("authorization", "Bearer sk-one"));
        assertThat(caller).hasSize(64);
        for (String other : List.of("bearer sk-one", "BEARER   sk-one ")) {
            assertThat(caller(Map.of("authorization", other))).isEqualTo(caller);
        }
        for (String header : List.of("api-key", "x-api-key")) {
            assertThat(caller(Map.of(header, "sk-one"))).isEqualTo(caller);
        }
        assertThat(caller(Map.of("authorization", "Bearer sk-two"))).isNotEqualTo(caller);
    }

    @Test
    void aKeyIsTheCallerWhereKeysAreChecked() throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        try (ApiFixture api = new ApiFixture(backend, Limits.DEFAULTS, KEYS)) {
            api.post(ApiFixture.hello(""), "Authorization", "Bearer sk-two");
            assertThat(backend.request().caller()).isEqualTo(caller(Map.of("authorization", "Bearer sk-two")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer sk-one", "Bearer sk-two", "Basic x"})
    void withoutKeysTheAddressIsTheCallerWhateverTheClientClaims(String claim) throws Exception {
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        try (ApiFixture api = new ApiFixture(backend)) {
            api.post(ApiFixture.hello(""), "Authorization", claim);
            assertThat(backend.request().caller()).isEqualTo("127.0.0.1");
        }
    }
}
