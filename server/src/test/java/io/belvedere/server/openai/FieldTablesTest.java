package io.belvedere.server.openai;

import static io.belvedere.server.openai.ParameterTableTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.openai.FieldTables.Place;
import io.belvedere.server.openai.FieldTables.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each field is treated as {@code docs/api.md} tells, and none is left out there. */
class FieldTablesTest {
    private static final FieldTables TABLES = tables();

    private static FieldTables tables() {
        try {
            return new FieldTables(ParameterTableTest.apiDocument());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** All that the official SDKs know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "messages",
                "model",
                "audio",
                "frequency_penalty",
                "function_call",
                "functions",
                "logit_bias",
                "logprobs",
                "max_completion_tokens",
                "max_tokens",
                "metadata",
                "modalities",
                "n",
                "parallel_tool_calls",
                "prediction",
                "presence_penalty",
                "prompt_cache_key",
                "prompt_cache_retention",
                "prompt_cache_options",
                "moderation",
                "reasoning_effort",
                "response_format",
                "safety_identifier",
                "seed",
                "service_tier",
                "stop",
                "store",
                "stream",
                "stream_options",
                "temperature",
                "tool_choice",
                "tools",
                "top_logprobs",
                "top_p",
                "user",
                "verbosity",
                "web_search_options"
            })
    void eachParameterOfTheApiHasOneLot(String parameter) {
        List<String> lots = Stream.of(TABLES.honoured(), TABLES.refused(), TABLES.withoutEffect())
                .flatMap(rows -> FieldTables.byPlace(rows).get(Place.REQUEST).stream())
                .filter(parameter::equals)
                .toList();
        assertThat(lots).hasSize(1);
    }

    @Test
    void whatIsReadIsToldAsHonoured() {
        Set<String> told = FieldTables.byPlace(TABLES.honoured()).get(Place.REQUEST);
        assertThat(told)
                .containsAll(HostileFields.all().map(HostileFields::name).toList());
    }

    @Test
    void whatIsToldAsHonouredIsNeitherRefusedNorIgnored() {
        Set<String> ruled = new TreeSet<>();
        for (Place place : Place.values()) {
            ruled.addAll(FieldTables.byPlace(TABLES.honoured()).get(place));
            ruled.retainAll(place.rules().names());
        }
        assertThat(ruled).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToldAsRefusedIsRefused(Place place) {
        assertThat(FieldTables.byPlace(TABLES.refused()).get(place))
                .isEqualTo(place.rules().refused());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsToldAsWithoutEffectIsIgnored(Place place) {
        assertThat(FieldTables.byPlace(TABLES.withoutEffect()).get(place))
                .isEqualTo(place.rules().ignored());
    }

    /** Fields of the request itself with each value that their row says passes, and whether it is told to. */
    static Stream<Arguments> passes() {
        List<Arguments> cases = new ArrayList<>();
        for (Row row : TABLES.refused()) {
            for (String field : row.place() == Place.REQUEST ? row.fields() : List.<String>of()) {
                List<String> told = valuesOf(row.about());
                for (String value : List.of(
                        "1",
                        "[]",
                        "{}",
                        "\"\"",
                        "false",
                        "true",
                        "{\"type\": \"text\"}",
                        "[\"text\"]",
                        "\"none\"",
                        "\"auto\"",
                        "\"medium\"",
                        "2",
                        "[1]",
                        "{\"a\": 1}",
                        "\"xyz\"")) {
                    cases.add(Arguments.argumentSet(field + " = " + value, field, value, told.contains(value)));
                }
            }
        }
        return cases.stream();
    }

    private static List<String> valuesOf(String cell) {
        String told = cell.replaceAll("\\s*\\|\\s*$", "").strip();
        return switch (told) {
            case "nothing" -> List.of();
            case "empty" -> List.of("[]", "{}", "\"\"");
            case "1" -> List.of("1");
            default -> FieldTables.quoted(told);
        };
    }

    @ParameterizedTest
    @MethodSource("passes")
    void whatIsToldToPassPassesAndNothingElse(String field, String value, boolean told) throws Exception {
        String body = ApiFixture.hello("\"%s\": %s,".formatted(field, value));
        if (told) {
            ParameterTableTest.assertAlike(read(body), read(ApiFixture.hello("")));
        } else {
            assertThatThrownBy(() -> read(body))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(List.of(
                                            refusal.error().code(),
                                            String.valueOf(refusal.error().param())))
                                    .isIn(
                                            List.of("unsupported_parameter", field),
                                            List.of("unsupported_value", field)));
        }
    }
}
