package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many pixels of a picture a request asks for, on a server whose limits are 3,136 and 3,211,264. */
class PixelReaderTest {
    private static ChatCall read(String ofRequest, String beside, String inside) throws ApiException {
        return ParameterTableTest.read(
                """
                {"model": "%s", "mm_processor_kwargs": %s, "messages": [{"role": "user", "content": [
                  {"type": "text", "text": "?"},
                  {"type": "image_url" %s, "image_url": {"url": "https://h.example/a" %s}}]}]}
                """.formatted(ScriptedBackend.MODEL, ofRequest, following(beside), following(inside)));
    }

    private static String following(String fields) {
        return fields == null || fields.isEmpty() ? "" : ", " + fields;
    }

    private static PixelRange range(ChatCall call) {
        return ((Part.Image) call.request().messages().getFirst().parts().getLast()).pixels();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                                       |                          |                          | 3136    | 3211264
            {}                                         |                          |                          | 3136    | 3211264
            {"min_pixels": null, "fps": null}          |                          |                          | 3136    | 3211264
            null                                       |                          | "detail": "auto"         | 3136    | 3211264
            null                                       |                          | "detail": "high"         | 3136    | 3211264
            null                                       |                          | "detail": "original"     | 3136    | 3211264
            null                                       |                          | "detail": "low"          | 3136    | 200704
            null                                       | "detail": "low"          |                          | 3136    | 200704
            null                                       | "detail": "low"          | "detail": "high"         | 3136    | 3211264
            null                                       | "detail": "low"          | "detail": null           | 3136    | 200704
            null                                       | "detail": "low"          | "detail": "auto"         | 3136    | 3211264
            null                                       | "max_pixels": 50000      |                          | 3136    | 50000
            null                                       |                          | "max_pixels": 50000      | 3136    | 50000
            null                                       | "max_pixels": 60000      | "max_pixels": 50000      | 3136    | 50000
            null                                       | "min_pixels": 9000       | "max_pixels": 50000      | 9000    | 50000
            null                                       |                          | "min_pixels": 9000, "max_pixels": 9000 | 9000 | 9000
            null                                       | "min_pixels": null       | "max_pixels": null       | 3136    | 3211264
            null                                       |                          | "min_pixels": 3136, "max_pixels": 3211264 | 3136 | 3211264
            null                                       | "max_pixels": 400000     | "detail": "low"          | 3136    | 400000
            null                                       | "detail": "low", "min_pixels": 300000 |             | 300000  | 300000
            {"max_pixels": 60000}                      |                          |                          | 3136    | 60000
            {"min_pixels": 4000, "max_pixels": 60000}  |                          |                          | 4000    | 60000
            {"min_pixels": 4000, "max_pixels": 60000}  |                          | "detail": "auto"         | 4000    | 60000
            {"min_pixels": 4000, "max_pixels": 60000}  |                          | "detail": "low"          | 3136    | 200704
            {"min_pixels": 4000, "max_pixels": 60000}  |                          | "detail": "high"         | 3136    | 3211264
            {"min_pixels": 4000, "max_pixels": 60000}  |                          | "max_pixels": 50000      | 4000    | 50000
            {"min_pixels": 4000, "max_pixels": 60000}  |                          | "max_pixels": 3500       | 3500    | 3500
            {"min_pixels": 4000, "max_pixels": 60000}  | "min_pixels": 70000      |                          | 70000   | 70000
            {"min_pixels": 4e3, "max_pixels": 60000.0} |                          |                          | 4000    | 60000
            {"max_pixels": 60000}                      |                          | "detail": "low", "min_pixels": 9000 | 9000 | 200704
            """)
    void theNearestWordWins(String ofRequest, String beside, String inside, long min, long max) throws Exception {
        ChatCall call = read(ofRequest, beside, inside);
        assertThat(range(call)).isEqualTo(new PixelRange(min, max));
        assertThat(call.ignoredFields()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                     |                       | "max_pixels": 3135     | messages[0].content[1].image_url.max_pixels | from 3136 to 3211264; given 3135.
            null                     |                       | "max_pixels": 12845056 | messages[0].content[1].image_url.max_pixels | from 3136 to 3211264; given 12845056.
            null                     | "max_pixels": 0       |                        | messages[0].content[1].max_pixels | from 3136 to 3211264; given 0.
            null                     | "min_pixels": -1      |                        | messages[0].content[1].min_pixels | from 3136 to 3211264; given -1.
            null                     | "min_pixels": 3211265 |                        | messages[0].content[1].min_pixels | given 3211265.
            null                     |                       | "min_pixels": 99999999999999999999 | messages[0].content[1].image_url.min_pixels | given 99999999999999999999.
            null                     |                       | "max_pixels": 50000.5  | messages[0].content[1].image_url.max_pixels | a whole number
            null                     |                       | "max_pixels": "50000"  | messages[0].content[1].image_url.max_pixels | a whole number
            null                     |                       | "max_pixels": true     | messages[0].content[1].image_url.max_pixels | a whole number
            null                     |                       | "min_pixels": 9000, "max_pixels": 8000 | messages[0].content[1].image_url.min_pixels | not be above max_pixels, which is 8000; given 9000.
            null                     | "min_pixels": 9000    | "max_pixels": 8000     | messages[0].content[1].min_pixels | not be above max_pixels, which is 8000; given 9000.
            null                     |                       | "detail": "medium"     | messages[0].content[1].image_url.detail | low, high, auto or original; given 'medium'.
            null                     | "detail": "LOW"       | "detail": "low"        | messages[0].content[1].detail | given 'LOW'.
            null                     |                       | "detail": 1            | messages[0].content[1].image_url.detail | a string
            {"max_pixels": 3000}     |                       |                        | mm_processor_kwargs.max_pixels | from 3136 to 3211264; given 3000.
            {"max_pixels": "3200"}   |                       |                        | mm_processor_kwargs.max_pixels | a whole number
            {"min_pixels": 5000, "max_pixels": 4000} |       |                        | mm_processor_kwargs.min_pixels | which is 4000; given 5000.
            {"fps": 2}               |                       |                        | mm_processor_kwargs.fps | Only min_pixels and max_pixels are.
            {"do_resize": false, "max_pixels": 4000} |       |                        | mm_processor_kwargs.do_resize | Only min_pixels and max_pixels are.
            """)
    void whatCannotBeIsRefusedByName(String ofRequest, String beside, String inside, String param, String message) {
        assertThatThrownBy(() -> read(ofRequest, beside, inside))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.error().status()).isEqualTo(400);
                    assertThat(refusal.error().param()).isEqualTo(param);
                    assertThat(refusal.error().message())
                            .contains("'" + param + "'")
                            .contains(message);
                });
    }

    @Test
    void eachPictureHasItsOwnRange() throws Exception {
        ChatCall call = ParameterTableTest.read("""
                {"model": "%s", "mm_processor_kwargs": {"max_pixels": 60000}, "messages": [{"role": "user", "content": [
                  {"type": "image_url", "image_url": {"url": "https://h.example/a", "detail": "low"}},
                  {"type": "image_url", "image_url": "https://h.example/a", "uuid": "x"},
                  {"type": "image_url", "image_url": "https://h.example/a", "min_pixels": 5000}]}]}
                """.formatted(ScriptedBackend.MODEL));
        List<PixelRange> ranges = call.request().messages().getFirst().parts().stream()
                .map(part -> ((Part.Image) part).pixels())
                .toList();
        assertThat(ranges)
                .containsExactly(
                        new PixelRange(3_136, 200_704), new PixelRange(3_136, 60_000), new PixelRange(5_000, 60_000));
    }

    @Test
    void lowIsNoMoreThanTheServersLimit() throws Exception {
        PixelReader small = new PixelReader(new PixelRange(3_136, 12_544), null);
        assertThat(small.read(List.of(new PixelReader.Place(ApiFixture.json("{\"detail\": \"low\"}"), "x"))))
                .isEqualTo(new PixelRange(3_136, 12_544));
    }
}
