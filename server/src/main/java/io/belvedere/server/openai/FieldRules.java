package io.belvedere.server.openai;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What becomes of known fields that are not honoured: refused by name where they would change the answer, ignored where
 * they can't. {@code docs/api.md} shows the same tables.
 */
final class FieldRules {
    /**
     * The lot of one field.
     *
     * @param harmless values that may pass
     * @param advice what to do instead; may be empty
     */
    private record Rule(Predicate<JsonNode> harmless, String advice) {}

    private static final Rule IGNORED = new Rule(any -> true, "");
    private static final Rule REFUSED = new Rule(Harmless.NONE, "");

    static final FieldRules OF_REQUEST = new FieldRules(Map.ofEntries(
            entry("user", IGNORED),
            entry("metadata", IGNORED),
            entry("store", IGNORED),
            entry("service_tier", IGNORED),
            entry("safety_identifier", IGNORED),
            entry("prompt_cache_key", IGNORED),
            entry("prompt_cache_retention", IGNORED),
            entry("prompt_cache_options", IGNORED),
            entry("prediction", IGNORED),
            entry("parallel_tool_calls", IGNORED),
            entry("priority", IGNORED),
            entry("request_id", IGNORED),
            entry("best_of", refusedUnless(Harmless.number(1))),
            entry("use_beam_search", refusedUnless(Harmless.FALSE)),
            entry("length_penalty", refusedUnless(Harmless.number(1))),
            entry("response_format", refusedUnless(Harmless.TEXT_FORMAT, "Only {\"type\": \"text\"} is available.")),
            entry("guided_json", REFUSED),
            entry("guided_regex", REFUSED),
            entry("guided_choice", REFUSED),
            entry("guided_grammar", REFUSED),
            entry("structured_outputs", REFUSED),
            entry("grammar", REFUSED),
            entry("json_schema", REFUSED),
            entry("prompt_logprobs", refusedUnless(Harmless.FALSE)),
            entry("bad_words", refusedUnless(Harmless.EMPTY)),
            entry("tools", refusedUnless(Harmless.EMPTY)),
            entry("tool_choice", refusedUnless(Harmless.word("none", "auto"))),
            entry("functions", refusedUnless(Harmless.EMPTY)),
            entry("function_call", refusedUnless(Harmless.word("none", "auto"))),
            entry("web_search_options", REFUSED),
            entry("moderation", REFUSED),
            entry("documents", refusedUnless(Harmless.EMPTY)),
            entry("modalities", refusedUnless(Harmless.TEXT_ALONE, "Only [\"text\"] is available.")),
            entry("audio", REFUSED),
            entry("verbosity", refusedUnless(Harmless.word("medium"))),
            entry("ignore_eos", refusedUnless(Harmless.FALSE)),
            entry("stop_token_ids", refusedUnless(Harmless.EMPTY, "Use stop with text.")),
            entry("include_stop_str_in_output", refusedUnless(Harmless.FALSE)),
            entry("skip_special_tokens", refusedUnless(Harmless.TRUE)),
            entry("echo", refusedUnless(Harmless.FALSE)),
            entry("truncate_prompt_tokens", REFUSED),
            entry("add_generation_prompt", refusedUnless(Harmless.TRUE)),
            entry("continue_final_message", refusedUnless(Harmless.FALSE)),
            entry("chat_template", refusedUnless(Harmless.NONE, "The model's own template is used.")),
            entry("chat_template_kwargs", refusedUnless(Harmless.EMPTY, "The model's own template is used."))));

    static final FieldRules OF_STREAM_OPTIONS =
            new FieldRules(Map.of("include_obfuscation", IGNORED, "continuous_usage_stats", IGNORED));

    static final FieldRules OF_MESSAGE = new FieldRules(Map.ofEntries(
            entry("name", IGNORED),
            entry("annotations", IGNORED),
            entry("refusal", refusedUnless(Harmless.EMPTY)),
            entry("audio", REFUSED),
            entry("tool_calls", refusedUnless(Harmless.EMPTY)),
            entry("tool_call_id", REFUSED),
            entry("function_call", REFUSED),
            entry("reasoning_content", refusedUnless(Harmless.EMPTY)),
            entry("prefix", refusedUnless(Harmless.FALSE))));

    static final FieldRules OF_PART = new FieldRules(Map.of(
            "uuid",
            IGNORED,
            "cache_control",
            IGNORED,
            "prompt_cache_breakpoint",
            IGNORED,
            "file_id",
            refusedUnless(Harmless.NONE, "No files are kept here: send the picture itself in image_url.")));

    static final FieldRules OF_FILE = new FieldRules(Map.of(
            "filename",
            IGNORED,
            "format",
            IGNORED,
            "file_id",
            refusedUnless(Harmless.NONE, "No files are kept here: send the file itself in file_data."),
            "file_url",
            refusedUnless(Harmless.NONE, "Send the file itself in file_data.")));

    private final Map<String, Rule> rules;

    private FieldRules(Map<String, Rule> rules) {
        this.rules = rules;
    }

    private static Rule refusedUnless(Predicate<JsonNode> harmless) {
        return refusedUnless(harmless, "");
    }

    private static Rule refusedUnless(Predicate<JsonNode> harmless, String advice) {
        return new Rule(harmless, advice);
    }

    Set<String> names() {
        return rules.keySet();
    }

    /** Names of fields that pass with any value. */
    Set<String> ignored() {
        return rules.keySet().stream()
                .filter(name -> IGNORED.equals(rules.get(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names of fields that are refused, whatever or most of what they hold. */
    Set<String> refused() {
        return rules.keySet().stream()
                .filter(name -> !IGNORED.equals(rules.get(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Checks one field that is not honoured. Null passes always.
     *
     * @param parent path of the object that holds the field; empty for the request itself
     * @param unknown takes the field's path if no rule knows it
     */
    void check(String parent, String name, JsonNode value, List<String> unknown) throws ApiException {
        String path = parent.isEmpty() ? name : parent + "." + name;
        Rule rule = rules.get(name);
        if (value.isNull()) {
            return;
        }
        if (rule == null) {
            unknown.add(path);
        } else if (!rule.harmless().test(value)) {
            String code = rule.harmless().equals(Harmless.NONE) ? "unsupported_parameter" : "unsupported_value";
            String message = "'%s' is not supported here%s. %s"
                    .formatted(path, code.equals("unsupported_value") ? " with this value" : "", rule.advice());
            throw new ApiException(code, path, message.strip());
        }
    }

    void checkAll(String parent, Map<String, JsonNode> fields, List<String> unknown) throws ApiException {
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            check(parent, field.getKey(), field.getValue(), unknown);
        }
    }
}
