package io.belvedere.server.openai;

import static io.belvedere.server.openai.ParameterTableTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.server.http.Admission;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    /** A GIF of one pixel, without a word before it. */
    private static final String BARE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private static String messages(String messages) {
        return "{\"model\": \"" + ScriptedBackend.MODEL + "\", \"messages\": " + messages + "}";
    }

    private static String user(String content) {
        return messages("[{\"role\": \"user\", \"content\": " + content + "}]");
    }

    @Test
    void rolesAndTextsArriveInOrder() throws Exception {
        List<Message> read = read(messages(
                        "[{\"role\": \"developer\", \"content\": \"a\"}, {\"role\": \"system\", \"content\": \"b\"},"
                                + "{\"role\": \"user\", \"name\": \"Ann\", \"content\": [{\"type\": \"text\", \"text\": \"c\"}, {\"text\": \"d\", \"type\": \"text\"}]},"
                                + "{\"role\": \"assistant\", \"content\": \"\", \"tool_calls\": [], \"refusal\": null}]"))
                .request()
                .messages();
        assertThat(read)
                .containsExactly(
                        Message.of(Role.SYSTEM, "a"),
                        Message.of(Role.SYSTEM, "b"),
                        new Message(Role.USER, List.of(new Part.Text("c"), new Part.Text("d"))),
                        Message.of(Role.ASSISTANT, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://h.example/a.jpg\"}, \"format\": \"image/jpeg\"}",
                "{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://h.example/a.jpg\", \"format\": \"image/jpeg\"}}",
                "{\"type\": \"image_url\", \"image_url\": {\"url\": \" https://h.example/a.jpg\\n\", \"detail\": \"high\"}}",
                "{\"type\": \"image_url\", \"image_url\": \"https://h.example/a.jpg\", \"uuid\": \"u\", \"cache_control\": {\"type\": \"ephemeral\"}}",
                "{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://h.example/a.jpg\", \"detail\": null, \"format\": null}, \"detail\": \"auto\"}",
            })
    void imagesComeInSeveralShapes(String part) throws Exception {
        ChatCall call = read(user("[" + part + "]"));
        assertThat(call.request().messages().getFirst().parts())
                .containsExactly(new Part.Image(
                        new ImageSource.Remote(URI.create("https://h.example/a.jpg")), ScriptedBackend.CARD.pixels()));
        assertThat(call.imageFields()).hasSize(1).first().asString().startsWith("messages[0].content[0].image_url");
        assertThat(call.ignoredFields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,AQID",
                "DATA:image/PNG;charset=x;BASE64,AQID",
                "data:image/jpeg;base64,AQ\\r\\nID\\n",
                "data:image/anything;base64,AQID",
                "data:;base64,AQID",
                "data:application/octet-stream;base64,AQID",
                "data:image/png;base64,%41QID",
            })
    void dataUrlsAreDecoded(String url) throws Exception {
        Part part = read(user("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"" + url + "\"}}]"))
                .request()
                .messages()
                .getFirst()
                .parts()
                .getFirst();
        assertThat(part)
                .isInstanceOfSatisfying(
                        Part.Image.class,
                        image -> assertThat(image.source())
                                .isInstanceOfSatisfying(
                                        ImageSource.Inline.class,
                                        inline -> assertThat(inline.bytes().bytes())
                                                .containsExactly(1, 2, 3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data:image/png;base64,@@@@        | invalid_base64_image
            data:image/png;base64,AQI         | ok
            data:image/png;base64,A           | invalid_base64_image
            data:image/png;base64,AQID,AQID   | invalid_base64_image
            data:image/png;base64,AQ==AQ==    | invalid_base64_image
            data:image/png;base64,\\u00e9     | invalid_base64_image
            data:image/png;base64,            | empty_image_file
            data:image/png,AQID               | invalid_image_url
            data:image/png;base64             | invalid_image_url
            data:,                            | invalid_image_url
            data:video/jpeg;base64,AQID       | unsupported_image_media_type
            data:text/html;base64,AQID        | unsupported_image_media_type
            ''                                | invalid_image_url
            file:///etc/passwd                | invalid_image_url
            /etc/passwd                       | invalid_image_url
            ftp://h.example/a.png             | invalid_image_url
            https://                          | invalid_image_url
            https://h.example/a b.png         | ok
            https://h.exa mple/a.png          | invalid_image_url
            AQIDAQIDAQIDAQIDAQIDAQIDAQIDAQID  | invalid_image_url
            http://h.example\\\\@evil.example/ | invalid_image_url
            """)
    void imageUrlsAreJudged(String url, String code) throws Exception {
        String body =
                user("[{\"type\": \"text\", \"text\": \"?\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \""
                        + url + "\"}}]");
        if (code.equals("ok")) {
            assertThat(read(body).imageFields()).hasSize(1);
            return;
        }
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().code()).isEqualTo(code);
            assertThat(refusal.error().status()).isEqualTo(400);
            assertThat(refusal.error().param()).isEqualTo("messages[0].content[1].image_url.url");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                                              | messages
            []                                                | messages
            "hi"                                              | messages
            {}                                                | messages
            [null]                                            | messages[0]
            ["hi"]                                            | messages[0]
            [{"content": "x"}]                                | messages[0].role
            [{"role": 1, "content": "x"}]                     | messages[0].role
            [{"role": "tool", "content": "x"}]                | messages[0].role
            [{"role": "function", "content": "x"}]            | messages[0].role
            [{"role": "User", "content": "x"}]                | messages[0].role
            [{"role": "user"}]                                | messages[0].content
            [{"role": "user", "content": null}]               | messages[0].content
            [{"role": "user", "content": 5}]                  | messages[0].content
            [{"role": "user", "content": {}}]                 | messages[0].content
            [{"role": "user", "content": []}]                 | messages[0].content
            [{"role": "user", "content": ["x"]}]              | messages[0].content[0]
            [{"role": "user", "content": [{"text": "x"}]}]    | messages[0].content[0].type
            [{"role": "user", "content": [{"type": "text"}]}] | messages[0].content[0].text
            [{"role": "user", "content": [{"type": "input_audio"}]}] | messages[0].content[0].type
            [{"role": "user", "content": [{"type": "text", "text": "\\ud800"}]}] | messages[0].content[0].text
            [{"role": "user", "content": "a\\udc00b"}]        | messages[0].content
            [{"role": "user", "content": [{"type": "image_url"}]}] | messages[0].content[0].image_url
            [{"role": "user", "content": [{"type": "image_url", "image_url": ["https://h.example"]}]}] | messages[0].content[0].image_url
            [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}] | messages[0].content[0].image_url.url
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://h.example/a", "detail": "lower"}}]}] | messages[0].content[0].image_url.detail
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://h.example/a", "max_pixels": 9}}]}] | messages[0].content[0].image_url.max_pixels
            [{"role": "user", "content": [{"type": "image_url", "min_pixels": 9, "image_url": "https://h.example/a"}]}] | messages[0].content[0].min_pixels
            [{"role": "user", "content": [{"type": "image_url", "format": 5, "image_url": "https://h.example/a"}]}] | messages[0].content[0].format
            [{"role": "user", "content": [{"type": "file"}]}] | messages[0].content[0].file
            [{"role": "user", "content": [{"type": "file", "file": "x"}]}] | messages[0].content[0].file
            [{"role": "user", "content": [{"type": "file", "file": {}}]}] | messages[0].content[0].file.file_data
            [{"role": "user", "content": [{"type": "file", "file": {"file_data": null}}]}] | messages[0].content[0].file.file_data
            [{"role": "user", "content": [{"type": "file", "file": {"file_data": 5}}]}] | messages[0].content[0].file.file_data
            [{"role": "user", "content": [{"type": "file", "file": {"file_id": "file-1"}}]}] | messages[0].content[0].file.file_id
            [{"role": "user", "content": [{"type": "file", "file": {"file_url": "https://h.example/a.pdf"}}]}] | messages[0].content[0].file.file_url
            [{"role": "user", "content": [{"type": "file", "file": {"file_data": "data:application/pdf;base64,AQID", "detail": "lowest"}}]}] | messages[0].content[0].file.detail
            [{"role": "system", "content": [{"type": "file", "file": {"file_data": "data:application/pdf;base64,AQID"}}]}] | messages[0].content
            [{"role": "assistant", "content": "x", "tool_calls": [{}]}] | messages[0].tool_calls
            [{"role": "assistant", "content": "x", "refusal": "no"}] | messages[0].refusal
            [{"role": "user", "content": "x", "images": "x"}] | messages[0].images
            [{"role": "user", "content": "x", "images": [1]}] | messages[0].images[0]
            [{"role": "user", "content": "x", "images": ["x"]}] | messages[0].images[0]
            [{"role": "system", "content": "x", "images": ["https://h.example/a"]}] | messages[0].images
            [{"role": "assistant", "content": "x", "images": ["data:application/pdf;base64,AQID"]}] | messages[0].images
            [{"role": "user", "content": [{"type": "input_image", "file_id": "f"}]}] | messages[0].content[0].file_id
            [{"role": "system", "content": [{"type": "image_url", "image_url": "https://h.example/a"}]}] | messages[0].content
            """)
    void badMessagesAreRefusedWithTheirPath(String messages, String param) {
        assertThatThrownBy(() -> read(messages(messages))).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.error().status()).isEqualTo(400);
            assertThat(refusal.error().param()).isEqualTo(param);
            assertThat(refusal.error().message())
                    .contains(param)
                    .doesNotContain("io.belvedere")
                    .doesNotContain("java.");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"input_image\", \"image_url\": \"https://h.example/a.jpg\", \"detail\": \"auto\", \"file_id\": null}",
                "{\"type\": \"image_url\", \"image_url\": \"https://h.example/a.jpg\"}",
            })
    void partsOfTheResponsesApiAreTaken(String picture) throws Exception {
        ChatCall call = read(user("[{\"type\": \"input_text\", \"text\": \"?\"}, " + picture + "]"));
        assertThat(call.request().messages().getFirst().parts())
                .containsExactly(
                        new Part.Text("?"),
                        new Part.Image(
                                new ImageSource.Remote(URI.create("https://h.example/a.jpg")),
                                ScriptedBackend.CARD.pixels()));
        assertThat(call.ignoredFields()).isEmpty();
    }

    @Test
    void picturesBesideTheTextComeBeforeIt() throws Exception {
        ChatCall call = read(messages("[{\"role\": \"user\", \"content\": \"?\", \"images\": [\"" + BARE + "\"]}]"));
        List<Part> parts = call.request().messages().getFirst().parts();
        assertThat(parts).hasSize(2).last().isEqualTo(new Part.Text("?"));
        assertThat(parts.getFirst())
                .isInstanceOfSatisfying(
                        Part.Image.class,
                        image -> assertThat(image.source())
                                .isInstanceOfSatisfying(
                                        ImageSource.Inline.class,
                                        inline -> assertThat(inline.bytes().bytes())
                                                .startsWith('G', 'I', 'F')));
        assertThat(call.imageFields()).containsExactly("messages[0].images[0]");
        assertThat(call.ignoredFields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h.example/a b{c}|d%.png?x=[1] y#f^",
                "https://h.example/a%20b%7Bc%7D%7Cd%25.png?x=[1]%20y#f%5E",
            })
    void addressesAreEncodedAsBrowsersDo(String url) throws Exception {
        Part part = read(user("[{\"type\": \"image_url\", \"image_url\": \"" + url + "\"}]"))
                .request()
                .messages()
                .getFirst()
                .parts()
                .getFirst();
        assertThat(part)
                .isEqualTo(new Part.Image(
                        new ImageSource.Remote(URI.create("https://h.example/a%20b%7Bc%7D%7Cd%25.png?x=[1]%20y#f%5E")),
                        ScriptedBackend.CARD.pixels()));
    }

    @Test
    void aNameGivenTwiceIsTold() {
        assertThatThrownBy(() -> read(ApiFixture.hello("\"top_k\": 1, \"top_k\": 2,")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.error().message())
                                .startsWith("'top_k' stands in an object twice (line 1, column "));
    }

    @Test
    void surrogatePairsPass() throws Exception {
        assertThat(read(user("\"\\ud83c\\udfdb\"")).request().messages().getFirst())
                .isEqualTo(Message.of(Role.USER, "\ud83c\udfdb"));
    }

    @Test
    void imagesAreCounted() {
        String image = "{\"type\": \"image_url\", \"image_url\": \"https://h.example/a\"}";
        String seventeen = String.join(",", Collections.nCopies(17, image));
        assertThatThrownBy(() -> read(user("[" + seventeen + "]"))).hasMessageContaining("at most 16 images; given 17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "{\"model\": \"a\"} x",
                "{\"model\": \"a\", \"model\": \"b\"}",
                "[]",
                "\"x\"",
                "null",
                "{'model': 1}",
                "{\"model\": NaN}"
            })
    void whatIsNoJsonObjectIsA400(String body) throws Exception {
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            HttpResponse<String> answer = api.post(body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(ApiFixture.error(answer).path("code").asString()).isEqualTo("invalid_json");
            assertThat(answer.body()).doesNotContain("io.belvedere").doesNotContain("jackson");
        }
    }

    @Test
    void depthAndCountOfJsonAreLimited() throws Exception {
        Limits limits = Limits.DEFAULTS.with(Limit.JSON_TOKENS, 200);
        try (ApiFixture api = new ApiFixture(
                new ScriptedBackend(ApiFixture.colosseum()),
                limits,
                (head, client) -> new Admission.Admitted(client))) {
            assertThat(api.post(ApiFixture.hello("\"deep\": " + "[".repeat(62) + "]".repeat(62) + ","))
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> deep =
                    api.post(ApiFixture.hello("\"deep\": " + "[".repeat(64) + "]".repeat(64) + ","));
            assertThat(deep.statusCode()).isEqualTo(400);
            assertThat(ApiFixture.error(deep).path("message").asString()).contains("nested 64 deep");
            assertThat(api.post(ApiFixture.hello("\"many\": [" + "1,".repeat(300) + "1],"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void invalidUtf8IsA400() throws Exception {
        byte[] body = user("\"x\"").getBytes(StandardCharsets.ISO_8859_1);
        body[body.length - 5] = (byte) 0xff;
        try (ApiFixture api = new ApiFixture(new ScriptedBackend())) {
            assertThat(api.post(body).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aDataUrlOfTwentyMegabytesArrives() throws Exception {
        byte[] picture = new byte[15 << 20];
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);
        ScriptedBackend backend = new ScriptedBackend(ApiFixture.colosseum());
        try (ApiFixture api = new ApiFixture(backend)) {
            HttpResponse<String> answer =
                    api.post(user("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"" + url + "\"}}]"));
            assertThat(answer.statusCode()).isEqualTo(200);
            Part.Image image =
                    (Part.Image) backend.request().messages().getFirst().parts().getFirst();
            assertThat(((ImageSource.Inline) image.source()).bytes().bytes()).hasSize(15 << 20);
        }
    }
}
