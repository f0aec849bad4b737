package io.belvedere.server.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Part;
import io.belvedere.server.openai.wire.Json;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/**
 * Whatever comes, the reader decides it or refuses it with a 4xx that can be written down.
 * {@code -Dbelvedere.fuzz.requests=N} tries more, {@code -Dbelvedere.fuzz.seed=N} others; a failure shows its input.
 */
class RequestFuzzTest {
    private static final int REQUESTS = Integer.getInteger("belvedere.fuzz.requests", 5_000);
    private static final long SEED = Long.getLong("belvedere.fuzz.seed", 20_251_125);
    private static final Json JSON = new Json(Limits.DEFAULTS);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyBentRequestIsDecidedOrRefused() {
        BentRequests bent = new BentRequests(new SplittableRandom(SEED));
        int decided = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] body = bent.next();
            try {
                decided += isDecided(body) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("seed %d, request %d: %s".formatted(SEED, i, shown(body)), e);
            }
        }
        assertThat(decided).as("bodies that are still good").isBetween(REQUESTS / 50, REQUESTS - REQUESTS / 10);
    }

    private static boolean isDecided(byte[] body) throws CharacterCodingException {
        try {
            checkDecided(ParameterTableTest.read(body));
            return true;
        } catch (ApiException e) {
            checkRefusal(e.error());
            return false;
        }
    }

    private static void checkDecided(ChatCall call) {
        ChatRequest request = call.request();
        assertThat(call.model()).isEqualTo(ScriptedBackend.MODEL);
        assertThat(request.messages()).hasSizeBetween(1, Limits.DEFAULTS.intOf(Limit.MESSAGES));
        assertThat(request.stop()).hasSizeLessThanOrEqualTo(Limits.DEFAULTS.intOf(Limit.STOP_STRINGS));
        assertThat(request.deadline().left()).isLessThanOrEqualTo(Limits.DEFAULTS.time(Limit.ANSWER_TIME));
        long images = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.Image.class::isInstance)
                .count();
        assertThat(call.imageFields()).hasSize(Math.toIntExact(images)).hasSizeLessThanOrEqualTo(16);
    }

    private static void checkRefusal(ApiError error) throws CharacterCodingException {
        assertThat(error.status()).isBetween(400, 499);
        assertThat(error.code()).isNotBlank();
        assertThat(error.message()).isNotBlank().hasSizeLessThan(2_000).doesNotContain("java.", "jackson");
        byte[] written = JSON.write(error.body());
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(written)).toString();
        assertThat(MAPPER.readTree(text).path("error").path("code").asString()).isEqualTo(error.code());
    }

    /** As Java would write it; the middle of long ones is left out. */
    private static String shown(byte[] body) {
        StringBuilder text = new StringBuilder();
        for (char c : new String(body, ISO_8859_1).toCharArray()) {
            text.append(c >= ' ' && c < 127 ? String.valueOf(c) : "\\x%02x".formatted((int) c));
        }
        return text.length() <= 20_000
                ? text.toString()
                : text.substring(0, 10_000) + " ... " + text.substring(text.length() - 10_000);
    }
}
