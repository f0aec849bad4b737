package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamedAnswerTest {
    private static final String ROLE = chunk("a", "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String ONE = chunk("a", "{\"content\":\"one\"}", "null");
    private static final String OF_ANOTHER = chunk("b", "{\"content\":\"one\"}", "null");
    private static final String STOP = chunk("a", "{}", "\"stop\"");
    private static final String USAGE =
            "{\"id\":\"a\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":4}}}";
    private static final String ERROR = "{\"error\":{\"message\":\"no\"}}";
    private static final String DONE = "[DONE]";

    private static String chunk(String id, String delta, String reason) {
        return "{\"id\":\"%s\",\"choices\":[{\"delta\":%s,\"finish_reason\":%s}],\"usage\":null}"
                .formatted(id, delta, reason);
    }

    /** Each event a second after the one before. */
    private static Answer answer(String... events) throws BrokenReply {
        StreamedAnswer answer = new StreamedAnswer(0);
        for (int i = 0; i < events.length; i++) {
            answer.accept(events[i], (i + 1) * 1_000_000_000L);
        }
        return answer.end();
    }

    @Test
    void foldsACompleteStream() throws BrokenReply {
        Answer answer = answer(ROLE, ONE, ONE, ROLE, ONE, STOP, USAGE, DONE);

        assertThat(answer.text()).isEqualTo("oneoneone");
        assertThat(answer.finishReason()).isEqualTo("stop");
        assertThat(answer.promptTokens()).isEqualTo(9);
        assertThat(answer.cachedTokens()).isEqualTo(4);
        assertThat(answer.completionTokens()).isEqualTo(3);
        assertThat(answer.firstTextNanos()).hasValue(2_000_000_000L);
        assertThat(answer.gapNanos()).containsExactly(1_000_000_000L, 2_000_000_000L);
    }

    @Test
    void anAnswerWithoutTextHasNoFirst() throws BrokenReply {
        assertThat(answer(ROLE, STOP, USAGE, DONE).firstTextNanos()).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "ROLE ONE STOP USAGE,           without [DONE]",
        "ROLE ONE USAGE DONE,           without a finish reason",
        "ROLE ONE STOP DONE,            no usage",
        "ROLE ONE STOP USAGE DONE DONE, behind [DONE]",
        "ROLE ONE STOP STOP USAGE DONE, second finish reason",
        "ROLE ONE STOP USAGE USAGE,     second usage",
        "ROLE ONE STOP ONE,             behind the finish reason",
        "ROLE ONE OF_ANOTHER,           in the stream of",
        "ROLE ONE ERROR,                broke off",
        "ROLE TEXT,                     no JSON object",
    })
    void refusesAStreamThatDoesNotEndExactlyOnce(String events, String problem) {
        assertThatThrownBy(() -> answer(named(events)))
                .isInstanceOf(BrokenReply.class)
                .hasMessageContaining(problem);
    }

    private static String[] named(String events) {
        return Arrays.stream(events.split(" "))
                .map(name -> switch (name) {
                    case "ROLE" -> ROLE;
                    case "ONE" -> ONE;
                    case "OF_ANOTHER" -> OF_ANOTHER;
                    case "STOP" -> STOP;
                    case "USAGE" -> USAGE;
                    case "ERROR" -> ERROR;
                    case "DONE" -> DONE;
                    default -> name;
                })
                .toArray(String[]::new);
    }
}
