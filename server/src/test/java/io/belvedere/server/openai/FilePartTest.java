package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.server.http.Admission;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePartTest {
    private static final String PART =
            "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AQID\"}}";

    private final List<String> unknown = new ArrayList<>();
    private final ContentReader reader;

    FilePartTest() throws ApiException {
        reader = new ContentReader(
                new PixelReader(new PixelRange(784, 784_000), null), new BackgroundReader(null), unknown);
    }

    private List<Part> read(String parts) throws ApiException {
        return reader.read(ApiFixture.json("[" + parts + "]"), "messages[0].content");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PART,
                "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AQID\", \"filename\": \"a.pdf\", \"file_id\": null}}",
                "{\"type\": \"file\", \"file\": {\"file_data\": \" DATA:Application/PDF;name=a.pdf;BASE64,AQ\\r\\nID \"}}",
                "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/x-pdf;base64,AQID\", \"format\": \"application/pdf\", \"detail\": \"auto\"}}",
                "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AQID\"}, \"cache_control\": {\"type\": \"ephemeral\"}}",
            })
    void filesComeInSeveralShapes(String part) throws Exception {
        assertThat(read(part))
                .singleElement()
                .isInstanceOfSatisfying(
                        Part.Document.class, file -> assertThat(file.bytes()).containsExactly(1, 2, 3));
        assertThat(reader.documentFields()).containsExactly("messages[0].content[0].file.file_data");
        assertThat(reader.imageFields()).isEmpty();
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:application/pdf;base64,JVBERi0xLjQK",
                " DATA:Application/X-PDF;name=a.pdf;BASE64,JVBERi0xLjQK",
                "data:image/png;base64,JVBERi0xLjQK", // the bytes decide
            })
    void aPdfInAPicturesPlaceIsTakenAsAFile(String url) throws Exception {
        assertThat(read("{\"type\": \"image_url\", \"image_url\": {\"url\": \"%s\", \"detail\": \"low\"}}"
                        .formatted(url)))
                .singleElement()
                .isInstanceOfSatisfying(Part.Document.class, file -> {
                    assertThat(file.bytes()).asString().isEqualTo("%PDF-1.4\n");
                    assertThat(file.pixels()).isEqualTo(new PixelRange(784, 200_704));
                });
        assertThat(reader.documentFields()).containsExactly("messages[0].content[0].image_url.url");
        assertThat(reader.imageFields()).isEmpty();
    }

    @Test
    void aBadPdfInAPicturesPlaceIsRefusedThere() {
        assertThatThrownBy(() -> read("{\"type\": \"image_url\", \"image_url\": \"data:application/pdf;base64,@@\"}"))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.error().code()).isEqualTo("invalid_file");
                    assertThat(refusal.error().param()).isEqualTo("messages[0].content[0].image_url");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                      | invalid_file     | must be a data URL
            JVBERi0xLjQK                            | invalid_file     | must be a data URL
            https://h.example/a.pdf                 | invalid_file     | must be a data URL
            data:application/pdf;base64             | invalid_file     | must be a data URL
            data:application/pdf,AQID               | invalid_file     | no valid base64
            data:application/pdf;base64,@@          | invalid_file     | no valid base64
            data:application/pdf;base64,AQID,AQID   | invalid_file     | no valid base64
            data:;base64,AQID                       | unsupported_file | another media type
            data:text/plain;base64,AQID             | unsupported_file | another media type
            data:image/png;base64,AQID              | unsupported_file | another media type
            data:application/pdfx;base64,AQID       | unsupported_file | another media type
            """)
    void otherDataIsRefused(String data, String code, String fact) {
        String part = "{\"type\": \"file\", \"file\": {\"file_data\": \"" + data + "\"}}";
        assertThatThrownBy(() -> read("{\"type\": \"text\", \"text\": \"?\"}," + part))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.error().status()).isEqualTo(400);
                    assertThat(refusal.error().code()).isEqualTo(code);
                    assertThat(refusal.error().param()).isEqualTo("messages[0].content[1].file.file_data");
                    assertThat(refusal.error().message()).contains(fact);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            , "detail": "high"                               |                        | 784  | 784000
            , "detail": "low"                                |                        | 784  | 200704
                                                                   | , "detail": "low"  | 784  | 200704
            , "detail": "high"                               | , "detail": "low"  | 784  | 784000
            , "min_pixels": 1000, "max_pixels": 50000      |                        | 1000 | 50000
            """)
    void howLargePagesAreIsSaidAsForPictures(String inside, String beside, long min, long max) throws Exception {
        String part = "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AQID\"%s}%s}"
                .formatted(inside == null ? "" : inside, beside == null ? "" : beside);
        assertThat(read(part))
                .singleElement()
                .isInstanceOfSatisfying(
                        Part.Document.class, file -> assertThat(file.pixels()).isEqualTo(new PixelRange(min, max)));
    }

    @Test
    void whatNobodyKnowsIsNamed() throws Exception {
        read("{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AQID\", \"pages\": 3}}");
        assertThat(unknown).containsExactly("messages[0].content[0].file.pages");
    }

    @Test
    void filesCountAsImages() throws Exception {
        String image = "{\"type\": \"image_url\", \"image_url\": \"https://h.example/a\"}";
        Limits limits = Limits.DEFAULTS.with(Limit.IMAGES, 3);
        try (ApiFixture api = new ApiFixture(
                new ScriptedBackend(ApiFixture.colosseum()),
                limits,
                (head, client) -> new Admission.Admitted(client))) {
            String three = String.join(",", image, PART, PART);
            String four = String.join(",", Collections.nCopies(4, PART));
            assertThat(api.post(user(three)).statusCode()).isEqualTo(200);
            assertThat(ApiFixture.error(api.post(user(four))).path("message").asString())
                    .contains("at most 3 images; given 4");
        }
    }

    private static String user(String parts) {
        return "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": [%s]}]}"
                .formatted(ScriptedBackend.MODEL, parts);
    }
}
