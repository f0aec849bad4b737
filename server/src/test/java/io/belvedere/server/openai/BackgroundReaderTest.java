package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Background;
import io.belvedere.chat.Part;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackgroundReaderTest {
    private static ChatCall read(String ofRequest, String beside, String inside) throws ApiException {
        return ParameterTableTest.read("""
                {"media_io_kwargs": %s, "messages": [{"role": "user", "content": [
                  {"type": "image_url"%s, "image_url": {"url": "https://h.example/a.png"%s}}]}]}""".formatted(ofRequest, comma(beside), comma(inside)));
    }

    private static String comma(String fields) {
        return fields == null ? "" : ", " + fields;
    }

    private static Optional<Background> background(ChatCall call) {
        return ((Part.Image) call.request().messages().getFirst().parts().getFirst()).background();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"image": {"rgba_background_color": [1, 2, 3]}} |                         |                         | 010203
            {"image": {"rgba_background_color": [1, 2, 3]}} | "background": "#0a0B0c" |                         | 0A0B0C
            {}                                              | "background": "#0a0B0c" | "background": "#FFFFFF" | FFFFFF
            {"image": {}}                                   | "background": "#000000" | "background": null      | 000000
            """)
    void theNearestWordWins(String ofRequest, String beside, String inside, String rgb) throws Exception {
        ChatCall call = read(ofRequest, beside, inside);
        assertThat(background(call)).contains(new Background(Integer.parseInt(rgb, 16)));
        assertThat(call.ignoredFields()).isEmpty();
    }

    @Test
    void withoutAWordTheServersHolds() throws Exception {
        assertThat(background(read("null", null, null))).isEmpty();
        assertThat(background(read("{\"image\": null}", null, null))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                              |                       | media_io_kwargs | an object
            {"video": {"num_frames": 2}}                    |                       | media_io_kwargs.video | Only image is.
            {"image": {"image_mode": "RGBA"}}               |                       | media_io_kwargs.image.image_mode | Only rgba_background_color is.
            {"image": {"rgba_background_color": [1, 2]}}    |                       | media_io_kwargs.image.rgba_background_color | from 0 to 255
            {"image": {"rgba_background_color": [1, 2, 256]}} |                     | media_io_kwargs.image.rgba_background_color | from 0 to 255
            {"image": {"rgba_background_color": "white"}}   |                       | media_io_kwargs.image.rgba_background_color | from 0 to 255
            null                                            | "background": "white" | messages[0].content[0].background | #RRGGBB
            null                                            | "background": "#12345" | messages[0].content[0].background | #RRGGBB
            null                                            | "background": 0       | messages[0].content[0].background | #RRGGBB
            """)
    void whatIsNoColourIsRefusedByName(String ofRequest, String beside, String param, String message) {
        assertThatThrownBy(() -> read(ofRequest, beside, null)).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().param()).isEqualTo(param);
            assertThat(refusal.error().message()).contains(param).contains(message);
        });
    }
}
