package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ModelCard;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Walks every parameter of the OpenAI API and the usual extensions: honoured, refused by name, or documented as
 * ignored.
 */
class ParameterTableTest {
    private static final Json JSON = new Json(Limits.DEFAULTS);

    static ChatCall read(String body) throws ApiException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    static ChatCall read(byte[] body) throws ApiException {
        return new CallReader(new ScriptedBackend(), Limits.DEFAULTS, JSON).read(body, "someone");
    }

    private static String with(String field, String value) {
        return ApiFixture.hello("\"%s\": %s,".formatted(field, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            temperature           | 0.5        | temperature=OptionalDouble[0.5]
            temperature           | 2          | temperature=OptionalDouble[2.0]
            top_p                 | 0.1        | topP=OptionalDouble[0.1]
            top_p                 | 0          | topP=OptionalDouble[0.0]
            top_k                 | 40         | topK=OptionalInt[40]
            top_k                 | 40.0       | topK=OptionalInt[40]
            seed                  | 1.2e1      | seed=OptionalLong[12]
            max_tokens            | 100.0      | maxTokens=OptionalInt[100]
            top_k                 | -1         | topK=OptionalInt[0]
            min_p                 | 0.05       | minP=OptionalDouble[0.05]
            repetition_penalty    | 1.05       | repetitionPenalty=OptionalDouble[1.05]
            presence_penalty      | -2         | presencePenalty=-2.0
            frequency_penalty     | 2          | frequencyPenalty=2.0
            seed                  | -9223372036854775808 | seed=OptionalLong[-9223372036854775808]
            logit_bias            | {"50256": -100, "7": 2.5} | 50256=-100.0
            logit_bias            | {"50256": -100, "7": 2.5} | 7=2.5
            min_tokens            | 5          | minTokens=5
            logprobs              | true       | logprobs=OptionalInt[0]
            stop_on_repetition    | false      | stopOnRepetition=false
            max_tokens            | 7          | maxTokens=OptionalInt[7]
            max_completion_tokens | 7          | maxTokens=OptionalInt[7]
            stop                  | "END"      | stop=[END]
            stop                  | ["a", "b"] | stop=[a, b]
            """)
    void honoured(String field, String value, String effect) throws Exception {
        ChatRequest plain = read(ApiFixture.hello("")).request();
        ChatRequest changed = read(with(field, value)).request();
        assertThat(changed.toString()).contains(effect);
        assertThat(plain.toString()).doesNotContain(effect);
    }

    @Test
    void aRequestHasItsTimeFromNowOn() throws Exception {
        Deadline least = Deadline.in(Duration.ofMillis(2_500));
        Deadline deadline = read(with("time_limit", "2.5")).request().deadline();
        Deadline most = Deadline.in(Duration.ofMillis(2_500));
        assertThat(deadline.nanos() - least.nanos()).isNotNegative();
        assertThat(most.nanos() - deadline.nanos()).isNotNegative();
        assertThat(read(ApiFixture.hello("")).request().deadline().left())
                .isBetween(Duration.ofSeconds(3), Limits.DEFAULTS.time(Limit.ANSWER_TIME));
    }

    /** Equal but for the time at which they were read. */
    static void assertAlike(ChatCall one, ChatCall other) {
        assertThat(one)
                .usingRecursiveComparison()
                .ignoringFields("request.deadline")
                .isEqualTo(other);
    }

    @Test
    void minusOneMeansNoLimit() throws Exception {
        ChatCall plain = read(ApiFixture.hello(""));
        assertAlike(read(with("max_tokens", "-1")), plain);
        assertAlike(read(with("max_completion_tokens", "-1")), plain);
    }

    @Test
    void effortIsTakenWithoutEffectAndTold() throws Exception {
        ChatCall call = read(with("reasoning_effort", "\"low\""));
        assertThat(call)
                .usingRecursiveComparison()
                .ignoringFields("request.deadline", "ignoredFields")
                .isEqualTo(read(ApiFixture.hello("")));
        assertThat(call.ignoredFields()).containsExactly("reasoning_effort");
    }

    @Test
    void whoNamesNoModelMeansTheOne() throws Exception {
        String unnamed = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        String other = "{\"model\": null, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        ChatCall named =
                read(unnamed.replace("{\"messages", "{\"model\": \"" + ScriptedBackend.MODEL + "\", \"messages"));
        assertAlike(read(unnamed), named);
        assertAlike(read(other), named);
    }

    @Test
    void aModelHasSeveralNames() throws Exception {
        RequestReader reader = new RequestReader(Limits.DEFAULTS);
        ModelCard card = ScriptedBackend.CARD.withAliases(List.of("gpt-4o"));
        byte[] body =
                ApiFixture.hello("").replace(ScriptedBackend.MODEL, "gpt-4o").getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(JSON.readRequest(body), card, "").model()).isEqualTo(ScriptedBackend.MODEL);
        assertThatThrownBy(() -> reader.read(JSON.readRequest(body), ScriptedBackend.CARD, ""))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.error().status()).isEqualTo(404));
    }

    @Test
    void theNewerTokenLimitWins() throws Exception {
        assertThat(read(ApiFixture.hello("\"max_tokens\": 5, \"max_completion_tokens\": 9,"))
                        .request()
                        .maxTokens())
                .hasValue(9);
    }

    @Test
    void alternativesAreHonoured() throws Exception {
        ChatCall call = read(ApiFixture.hello("\"logprobs\": true, \"top_logprobs\": 20,"));
        assertThat(call.request().sampling().logprobs()).hasValue(20);
        assertThat(call.wantsLogprobs()).isTrue();
        assertThat(read(ApiFixture.hello("")).wantsLogprobs()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "logit_bias": {"5": 101},         | logit_bias.5 | from -100 to 100; given 101
            "logit_bias": {"5": "1"},         | logit_bias.5 | must be a number
            "min_tokens": 8, "max_tokens": 7, | min_tokens   | which is 7; given 8
            """)
    void whatDependsOnMoreIsRefusedByName(String fields, String param, String message) {
        assertThatThrownBy(() -> read(ApiFixture.hello(fields))).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().param()).isEqualTo(param);
            assertThat(refusal.error().message()).contains("'" + param + "'").contains(message);
        });
    }

    @Test
    void tooManyBiasesAreRefused() {
        String biases =
                IntStream.range(0, 1025).mapToObj(i -> "\"" + i + "\": 1").collect(Collectors.joining(","));
        assertThatThrownBy(() -> read(with("logit_bias", "{" + biases + "}")))
                .hasMessageContaining("at most 1024 tokens; given 1025");
    }

    @Test
    void theCacheSaltIsHonoured() throws Exception {
        assertThat(read(with("cache_salt", "\"u-1\"")).request().cacheSalt()).isEqualTo("u-1");
        assertThatThrownBy(() -> read(with("cache_salt", '"' + "x".repeat(1_001) + '"')))
                .hasMessageContaining("at most 1000 characters; given 1001");
    }

    @Test
    void severalAnswersAreHonoured() throws Exception {
        assertThat(read(with("n", "3")).request().choices()).isEqualTo(3);
        assertThat(read(ApiFixture.hello("")).request().choices()).isEqualTo(1);
    }

    @Test
    void streamingIsHonoured() throws Exception {
        assertThat(read(ApiFixture.hello("")).stream()).isFalse();
        assertThat(read(with("stream", "true")).stream()).isTrue();
        ChatCall withUsage = read(ApiFixture.hello("\"stream\": true, \"stream_options\": {\"include_usage\": true},"));
        assertThat(withUsage.includeUsage()).isTrue();
        assertThat(withUsage.includeProgress()).isFalse();
        ChatCall withProgress =
                read(ApiFixture.hello("\"stream\": true, \"stream_options\": {\"include_progress\": true},"));
        assertThat(withProgress.includeProgress()).isTrue();
        assertThat(withProgress.includeUsage()).isFalse();
        assertThat(withProgress.ignoredFields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user | "me"
            metadata | {"a": "b"}
            store | true
            service_tier | "auto"
            safety_identifier | "x"
            prompt_cache_key | "x"
            prompt_cache_retention | "24h"
            prediction | {"type": "content", "content": "x"}
            parallel_tool_calls | true
            priority | 3
            request_id | "x"
            n | 1
            best_of | 1
            use_beam_search | false
            length_penalty | 1.0
            response_format | {"type": "text"}
            logprobs | false
            top_logprobs | 0
            logit_bias | {}
            tools | []
            tool_choice | "auto"
            functions | []
            function_call | "none"
            modalities | ["text"]
            reasoning_effort | "none"
            verbosity | "medium"
            min_tokens | 0
            stop_on_repetition | true
            ignore_eos | false
            stop_token_ids | []
            include_stop_str_in_output | false
            skip_special_tokens | true
            echo | false
            add_generation_prompt | true
            continue_final_message | false
            chat_template_kwargs | {}
            mm_processor_kwargs | {}
            """)
    void withoutEffectAndDocumented(String field, String value) throws Exception {
        ChatCall call = read(with(field, value));
        assertAlike(call, read(ApiFixture.hello("")));
        assertThat(apiDocument()).contains("`" + field + "`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            best_of | 2
            use_beam_search | true
            length_penalty | 0.5
            response_format | {"type": "json_object"}
            response_format | {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}
            guided_json | {}
            guided_regex | "a"
            guided_choice | ["a"]
            guided_grammar | "a"
            structured_outputs | {}
            grammar | "a"
            json_schema | {}
            prompt_logprobs | 1
            bad_words | ["a"]
            tools | [{"type": "function", "function": {"name": "f"}}]
            tool_choice | "required"
            tool_choice | {"type": "function", "function": {"name": "f"}}
            functions | [{"name": "f"}]
            function_call | {"name": "f"}
            web_search_options | {}
            documents | [{}]
            modalities | ["text", "audio"]
            audio | {"voice": "alloy", "format": "wav"}
            verbosity | "low"
            ignore_eos | true
            stop_token_ids | [1]
            include_stop_str_in_output | true
            skip_special_tokens | false
            echo | true
            truncate_prompt_tokens | 5
            add_generation_prompt | false
            continue_final_message | true
            chat_template | "{{ messages }}"
            chat_template_kwargs | {"enable_thinking": false}
            """)
    void refusedByName(String field, String value) throws Exception {
        assertThatThrownBy(() -> read(with(field, value))).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().status()).isEqualTo(400);
            assertThat(refusal.error().param()).isEqualTo(field);
            assertThat(refusal.error().code()).startsWith("unsupported_");
            assertThat(refusal.error().message()).contains("'" + field + "'");
        });
        assertAlike(read(with(field, "null")), read(ApiFixture.hello("")));
        assertThat(apiDocument()).contains("`" + field + "`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            n                     | 0        | from 1 to 8; given 0
            n                     | 9        | from 1 to 8; given 9
            temperature           | 2.01     | from 0 to 2; given 2.01
            temperature           | -0.1     | from 0 to 2; given -0.1
            temperature           | "hot"    | must be a number
            temperature           | "0.5"    | must be a number
            temperature           | true     | must be a number
            temperature           | [1]      | must be a number
            top_p                 | -0.1     | from 0 to 1; given -0.1
            top_p                 | 1.5      | from 0 to 1; given 1.5
            reasoning_effort      | "much"   | must be none, minimal, low, medium, high, xhigh, max; given 'much'
            top_k                 | -2       | from 0 to 2147483647; given -2
            top_k                 | 1.5      | whole number
            min_p                 | 1.1      | from 0 to 1; given 1.1
            repetition_penalty    | 0        | above 0, to 10; given 0
            presence_penalty      | 2.5      | from -2 to 2; given 2.5
            frequency_penalty     | -3       | from -2 to 2; given -3
            seed                  | 9223372036854775808 | whole number
            max_tokens            | 0        | from 1 to 2147483647; given 0
            max_tokens            | 99999999999 | given 99999999999
            max_completion_tokens | -2       | from 1 to 2147483647; given -2
            min_tokens            | -1       | from 0 to 2147483647; given -1
            min_tokens            | 1.5      | whole number
            logprobs              | 2        | true or false
            top_logprobs          | 2        | only allowed together with logprobs: true
            top_logprobs          | 21       | from 0 to 20; given 21
            top_logprobs          | -1       | from 0 to 20; given -1
            logit_bias            | [1]      | must be an object
            logit_bias            | {"a": 1} | given 'a'
            logit_bias            | {"-1": 1} | given '-1'
            logit_bias            | {"01": 1} | given '01'
            logit_bias            | {"4294967296": 1} | given '4294967296'
            stop_on_repetition    | "no"     | true or false
            time_limit            | 0        | above 0, to 3600; given 0
            time_limit            | 3601     | above 0, to 3600; given 3601
            stop                  | 1        | a string or an array of strings
            stop                  | [1]      | a string or an array of strings
            stop                  | ""       | from 1 to 1000 characters; given 0
            stop                  | ["a","b","c","d","e"] | at most 4 strings; given 5
            mm_processor_kwargs   | []       | an object
            mm_processor_kwargs   | "x"      | an object
            stream                | "yes"    | true or false
            stream                | 1        | true or false
            stream_options        | {}       | only allowed together with stream: true
            stream_options        | true     | an object
            """)
    void outOfRangeNamesFieldLimitAndActual(String field, String value, String message) {
        assertThatThrownBy(() -> read(with(field, value))).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().status()).isEqualTo(400);
            assertThat(refusal.error().param()).isEqualTo(field);
            assertThat(refusal.error().message()).contains("'" + field + "'").contains(message);
        });
    }

    @Test
    void unknownFieldsAreToldAndIgnored() throws Exception {
        ChatCall call = read(with("frobnicate", "{\"deep\": [1]}"));
        assertThat(call.ignoredFields()).containsExactly("frobnicate");
        try (ApiFixture api = new ApiFixture(new ScriptedBackend(ApiFixture.colosseum()))) {
            assertThat(api.post(with("frob nicate\\r\\nx-evil: 1", "1"))
                            .headers()
                            .firstValue("x-belvedere-ignored-fields"))
                    .contains("frob?nicate??x-evil??1");
        }
    }

    @Test
    void everyRuleIsDocumented() throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        for (FieldRules rules : List.of(
                FieldRules.OF_REQUEST,
                FieldRules.OF_STREAM_OPTIONS,
                FieldRules.OF_MESSAGE,
                FieldRules.OF_PART,
                FieldRules.OF_FILE)) {
            rules.names().stream().filter(name -> !contains("`" + name + "`")).forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    private static boolean contains(String text) {
        try {
            return apiDocument().contains(text);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static String apiDocument() throws Exception {
        return Files.readString(Path.of("../docs/api.md"));
    }

    @Test
    void everyFieldOfTheRequestMayBeNull() throws Exception {
        String nulls =
                "\"temperature\": null, \"top_p\": null, \"top_k\": null, \"min_p\": null, \"repetition_penalty\": null,"
                        + "\"presence_penalty\": null, \"frequency_penalty\": null, \"seed\": null, \"max_tokens\": null,"
                        + "\"max_completion_tokens\": null, \"stop\": null, \"stream\": null, \"stream_options\": null,"
                        + "\"logprobs\": null, \"top_logprobs\": null, \"logit_bias\": null, \"min_tokens\": null,"
                        + "\"stop_on_repetition\": null, \"time_limit\": null, \"mm_processor_kwargs\": null, \"whatever\": null,";
        assertAlike(read(ApiFixture.hello(nulls)), read(ApiFixture.hello("")));
    }

    @Test
    void limitsCanBeSet() {
        Limits strict = Limits.DEFAULTS.with(Limit.MESSAGES, 1).with(Limit.STOP_STRINGS, 1);
        RequestReader reader = new RequestReader(strict);
        String two =
                "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": \"b\"}]}"
                        .formatted(ScriptedBackend.MODEL);
        assertThatThrownBy(() ->
                        reader.read(JSON.readRequest(two.getBytes(StandardCharsets.UTF_8)), ScriptedBackend.CARD, ""))
                .hasMessageContaining("from 1 to 1 messages; given 2");
    }
}
