package io.belvedere.server.openai;

import static io.belvedere.server.openai.HostileBody.passes;
import static io.belvedere.server.openai.HostileBody.refused;
import static io.belvedere.server.openai.HostileBody.saying;
import static io.belvedere.server.openai.HostileBody.showing;

import java.util.List;
import java.util.stream.Stream;

/** Data URLs in every broken form, beside those of {@link MessagesTest}. */
final class HostilePictures {
    private static final String URL = "messages[0].content[0].image_url.url";

    private HostilePictures() {}

    static Stream<HostileBody> all() {
        return Stream.of(base64(), heads(), shapes()).flatMap(List::stream);
    }

    private static List<HostileBody> base64() {
        return List.of(
                bad("padding of one where two are due", "AQ="),
                bad("padding of two where one is due", "AQI=="),
                bad("padding in front", "=AQI"),
                bad("padding in the middle", "AQ=D"),
                bad("nothing but padding", "===="),
                bad("a megabyte of padding", "=".repeat(1_000_000)),
                passes("the alphabet of URLs", showing("data:image/png;base64,_-_-")),
                passes("percent-encoded letters", showing("data:image/png;base64,%41QID")),
                passes("a percent-encoded line break", showing("data:image/png;base64,AQID%0A")),
                bad("a percent sign that begins nothing", "AQI%5"),
                bad("a percent sign before other letters", "AQI%5z"),
                bad("a letter of another script", "\uff21QID"),
                bad("half a pair", "AQID\\ud800"),
                bad("a zero character", "AQ\\u0000ID"),
                bad("a blank that is no ASCII", "AQ\\u00a0ID"),
                bad("a second data URL behind the first", "AQID,data:image/png;base64,AQID"),
                bad("5,000 frames between commas", "AQID" + ",AQID".repeat(5_000)),
                passes("line breaks, tabs and blanks", showing("data:image/png;base64, A\\tQ\\r\\nI D\\n")),
                passes("bits beyond the last byte", showing("data:image/png;base64,AQJ")),
                refused("blanks alone", showing("data:image/png;base64, \\n\\t"), "empty_image_file", URL));
    }

    private static HostileBody bad(String name, String base64) {
        return refused(name, showing("data:image/png;base64," + base64), "invalid_base64_image", URL);
    }

    private static List<HostileBody> heads() {
        return List.of(
                refused(
                        "5,000 frames of a video",
                        showing("data:video/jpeg;base64,AQID" + ",AQID".repeat(5_000)),
                        "unsupported_image_media_type",
                        URL),
                refused(
                        "base64 that is not the last word",
                        showing("data:image/png;base64;q=1,AQID"),
                        "invalid_image_url",
                        URL),
                refused("base64 without its semicolon", showing("data:base64,AQID"), "invalid_image_url", URL),
                refused("base32", showing("data:image/png;base32,AQID"), "invalid_image_url", URL),
                refused(
                        "slashes behind the scheme",
                        showing("data://image/png;base64,AQID"),
                        "unsupported_image_media_type",
                        URL),
                refused(
                        "the scheme twice",
                        showing("data:data:image/png;base64,AQID"),
                        "unsupported_image_media_type",
                        URL),
                refused("an encoded comma", showing("data:image/png;base64%2CAQID"), "invalid_image_url", URL),
                refused(
                        "a head of 10,000 characters",
                        showing("data:image/png" + ";a=b".repeat(2_500) + ";base64,AQID"),
                        "invalid_image_url",
                        URL),
                passes("blanks around the head's words", showing("data: image/png ; BASE64 ,AQID")),
                passes("blanks around the URL", showing("\\n data:image/png;base64,AQID \\t")));
    }

    private static List<HostileBody> shapes() {
        return List.of(
                refused("a picture's URL that is null", saying(picture("{\"url\": null}")), "invalid_type", URL),
                refused(
                        "two URLs for one picture",
                        saying(picture("{\"url\": [\"https://h.example/a\", \"https://h.example/b\"]}")),
                        "invalid_type",
                        URL),
                refused(
                        "a picture that is null",
                        saying(picture("null")),
                        "invalid_type",
                        "messages[0].content[0].image_url"),
                refused(
                        "a picture of bytes",
                        saying(picture("[137, 80, 78, 71]")),
                        "invalid_type",
                        "messages[0].content[0].image_url"),
                refused("a file's path", showing("C:\\\\a.png"), "invalid_image_url", URL),
                refused("a script", showing("javascript:alert(1)"), "invalid_image_url", URL),
                refused(
                        "a URL of a megabyte without a host",
                        showing("https:///" + "x".repeat(1_000_000) + "\\\\"),
                        "invalid_image_url",
                        URL),
                refused("half a pair in a URL", showing("https://h.example/\\ud800"), "invalid_image_url", URL),
                refused("half a pair in a scheme", showing("\\ud800https://h.example/"), "invalid_image_url", URL));
    }

    private static String picture(String imageUrl) {
        return "[{\"type\": \"image_url\", \"image_url\": " + imageUrl + "}]";
    }
}
