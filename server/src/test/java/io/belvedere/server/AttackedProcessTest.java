package io.belvedere.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Scanner;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One server process that gets misleading files, broken HTTP and clients that leave; none of it is worth a warning. */
@Timeout(120)
class AttackedProcessTest {
    private static final Path TIFFS =
            ServerProcess.GOLDEN.resolveSibling("matrix").resolve("tiff");
    private static final Path PDFS = Path.of("src", "test", "resources", "pdf");
    private static final String CHAT = "/v1/chat/completions";
    private static final int LEAVING = 12;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** More than sockets hold for a client that does not read. */
    static final String ENDLESS = """
            {"model": "tiny-qwen25vl", "stream": %s, "max_tokens": 4000, "min_tokens": 4000,
             "logprobs": true, "top_logprobs": 20, "stop_on_repetition": false, "messages": [{"role": "user", "content": "Hello"}]}""";

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.withTinyModel(Map.of());
    }

    /** It has borne them all. */
    @AfterAll
    static void stop() throws Exception {
        try {
            server.assertQuiet();
            assertThat(server.stop()).isZero();
        } finally {
            server.close();
        }
    }

    private static HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve(CHAT))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** @param part such as {@code {"type": "file", "file": {"file_data": "%s"}}} */
    private static HttpResponse<String> ask(String part, String mediaType, byte[] file) throws Exception {
        String url = "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(file);
        return post("""
                {"model": "tiny-qwen25vl", "temperature": 0, "max_tokens": 8, "logprobs": true, "top_logprobs": 5,
                 "messages": [{"role": "user", "content": [%s, {"type": "text", "text": "What is this?"}]}]}""".formatted(part.formatted(url)));
    }

    /** What is answered about a picture, and how probable all of it is. */
    private static JsonNode choices(byte[] picture) throws Exception {
        HttpResponse<String> answer = ask("{\"type\": \"image_url\", \"image_url\": {\"url\": \"%s\"}}", "", picture);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode choices = JSON.readTree(answer.body()).path("choices");
        assertThat(choices.path(0).path("logprobs").path("content")).isNotEmpty();
        return choices;
    }

    /** The stored pixels that other programs read from a kind of TIFF. */
    private static BufferedImage reference(String entry) throws IOException {
        byte[] ppm;
        try (ZipFile references = new ZipFile(TIFFS.resolve("references.zip").toFile())) {
            ppm = references.getInputStream(references.getEntry(entry)).readAllBytes();
        }
        Scanner head = new Scanner(new ByteArrayInputStream(ppm), ISO_8859_1);
        assertThat(head.next()).isEqualTo("P6");
        BufferedImage image = new BufferedImage(head.nextInt(), head.nextInt(), BufferedImage.TYPE_INT_RGB);
        int at = ppm.length - 3 * image.getWidth() * image.getHeight();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++, at += 3) {
                image.setRGB(x, y, (ppm[at] & 0xFF) << 16 | (ppm[at + 1] & 0xFF) << 8 | ppm[at + 2] & 0xFF);
            }
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"jpeg-cmyk.tif, 045.ppm", "jpeg-rgba.tif, 046.ppm", "jpeg-rgb-planes.tif, 044.ppm"})
    void aTiffWithJpegInsideIsAnsweredAboutAsItsPixelsAre(String file, String pixels) throws Exception {
        BufferedImage reference = reference(pixels);
        BufferedImage black = new BufferedImage(reference.getWidth(), reference.getHeight(), reference.getType());
        assertThat(choices(Files.readAllBytes(TIFFS.resolve(file))))
                .isEqualTo(choices(png(reference)))
                .isNotEqualTo(choices(png(black)));
    }

    private static HttpResponse<String> askAboutPdf(String name) throws Exception {
        return ask(
                "{\"type\": \"file\", \"file\": {\"file_data\": \"%s\"}}",
                "application/pdf", Files.readAllBytes(PDFS.resolve(name)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cut-jpeg.pdf             | 1 | invalid_file     | a picture whose data are damaged or cut off
            filter-unknown.pdf       | 1 | unsupported_file | data behind the unknown filter BrotliDecode
            jpeg-arithmetic.pdf      | 1 | unsupported_file | a picture in JPEG format, coded arithmetically
            font-program-spoiled.pdf | 1 | invalid_file     | the font Belvedere-Part, whose program can't be read
            page-missing.pdf         | 2 | invalid_file     | is missing from the file
            """)
    void aDamagedPageIsRefused(String file, int page, String code, String cause) throws Exception {
        HttpResponse<String> refused = askAboutPdf(file);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        JsonNode error = JSON.readTree(refused.body()).path("error");
        assertThat(error.path("message").asString())
                .startsWith("Page " + page + " of the document ")
                .contains(cause);
        assertThat(error.path("code").asString()).isEqualTo(code);
    }

    @Test
    void aGoodPageIsAnswered() throws Exception {
        assertThat(askAboutPdf("jpeg.pdf").statusCode()).isEqualTo(200);
    }

    private static Socket send(String request) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private static String lines(String request) {
        return request.replace("CHAT~", CHAT + " HTTP/1.1~Host: localhost~").replace("~", "\r\n");
    }

    /** All that comes until the server closes; a row's {@code ~} ends a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /health HTTP/1.9~Host: localhost~Connection: close~~                     | 200 | ok
            GET /health HTTP/2.0~Host: localhost~~                                       | 505 | This port speaks HTTP/1.1
            GET /health HTTP/1.1~~                                                       | 400 | no Host header
            GET /health HTTP/1.1~Host: localhost~Host: localhost~~                       | 400 | 2 Host headers
            GET /health HTTP/1.1~Host: user@localhost~~                                  | 400 | no name or address
            GET /health HTTP/1.1~Host: user:word@localhost~~                             | 400 | no name or address
            POST CHAT~Transfer-Encoding: gzip, chunked~~2~hi~0~~                         | 501 | alone and once
            POST CHAT~Transfer-Encoding: chunked~~zz~                                    | 400 | not in valid chunks
            POST CHAT~Transfer-Encoding: chunked~~2~hi~xyz~                              | 400 | not in valid chunks
            POST CHAT~Transfer-Encoding: chunked~~ffffffffffffffffff~                    | 400 | not in valid chunks
            POST CHAT~Content-Length: 99999999999~Expect: 100-continue~~                 | 413 | body
            POST /none HTTP/1.1~Host: localhost~Content-Length: 2~Expect: 100-continue~~ | 404 | unknown_url
            """)
    void httpThatIsBrokenGetsItsOneStatus(String request, int status, String message) throws Exception {
        try (Socket socket = send(lines(request))) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsOnlyOnce("HTTP/1.1 ")
                    .contains(message);
        }
    }

    private static long endedEarly() {
        return server.log().stream()
                .filter(line -> line.contains("ended early, the client"))
                .count();
    }

    @Test
    void clientsThatLeaveHaveAQuietLineEach() throws Exception {
        for (int i = 0; i < LEAVING; i++) {
            boolean stream = i % 3 != 0; // else it leaves before there is any answer
            String body = ENDLESS.formatted(stream);
            String head =
                    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n".formatted(CHAT, body.length());
            try (Socket inAnswer = send(head + body);
                    Socket inBody = send(head + "{")) {
                inAnswer.setSoLinger(i % 2 == 0, 0); // a reset, or an orderly close whose answer is a reset
                inBody.setSoLinger(i % 2 == 0, 0);
                inAnswer.getInputStream().readNBytes(stream ? 1 + i * 1_000 : 0);
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> endedEarly() == LEAVING);
        assertThat(post(ENDLESS.formatted(false).replace("4000", "4")).statusCode())
                .isEqualTo(200);
    }
}
