package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.ImageBytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reader of ours asks for each row, within rows that are long, and ends at once when it is told to. */
class WatchedRowsTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 90;

    static Stream<Arguments> files() throws IOException {
        BufferedImage colors = Pictures.gradient(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        BufferedImage palette = Pictures.gradient(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
        ImageSize size = new ImageSize(WIDTH, HEIGHT);
        return Stream.of(
                file("PNG", Pictures.encode(colors, "png"), HEIGHT),
                file("interlaced PNG", Pngs.png(size, 16, Pngs.RGBA, true, (x, y, c) -> x + y), HEIGHT),
                file(
                        "PNG of one row",
                        Pngs.png(new ImageSize(300_000, 1), 8, Pngs.RGB, false, (x, y, c) -> x & 255),
                        9),
                file("GIF", Pictures.encode(palette, "gif"), HEIGHT),
                file("BMP", Pictures.encode(colors, "bmp"), HEIGHT),
                file(
                        "BMP in runs",
                        Bmps.bmp(
                                new Bmps.Header(40, 127, HEIGHT, 8, 1),
                                new byte[1024],
                                HostileJpegs.repeat(new byte[] {127, 1, 0, 0}, HEIGHT)),
                        HEIGHT),
                file("lossless WebP", WebpFileTest.extendedLossless(new int[WIDTH * HEIGHT], WIDTH, HEIGHT), HEIGHT),
                file("lossy WebP", WebpFileTest.lossy(), 10),
                file("ICO", Icons.icons(1, Pictures.encode(colors, "png")), HEIGHT),
                file("PNM", Pnms.raw("P6 " + WIDTH + " " + HEIGHT + " 255\n", 3 * WIDTH * HEIGHT), HEIGHT),
                file("TGA", Tgas.tga(2, WIDTH, HEIGHT, 24, 0, new byte[3 * WIDTH * HEIGHT]), HEIGHT));
    }

    private static Arguments file(String name, byte[] file, int rows) {
        return Arguments.of(Named.of(name, file), rows);
    }

    @ParameterizedTest
    @MethodSource("files")
    void asksForEachRow(byte[] file, int rows) throws ImageException {
        AtomicInteger asked = new AtomicInteger();
        ImageDecoder.DEFAULT.decode(new ImageBytes(file), asked::incrementAndGet);
        assertThat(asked.get()).isGreaterThanOrEqualTo(rows);
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWhereItIsTold(byte[] file, int rows) {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> ImageDecoder.DEFAULT.decode(new ImageBytes(file), () -> {
                    if (asked.incrementAndGet() == rows / 2) {
                        throw new DecodingStoppedException("nobody waits");
                    }
                }))
                .isInstanceOf(DecodingStoppedException.class);
        assertThat(asked.get()).isEqualTo(rows / 2);
    }

    /** Fifty million rows of a pixel must not take fifty million questions, but some. */
    @Test
    void shortRowsShareAQuestion() {
        AtomicInteger asked = new AtomicInteger();
        WatchedRows rows = new WatchedRows(asked::incrementAndGet);
        for (int i = 0; i < 640; i++) {
            rows.row(1);
        }
        assertThat(asked.get()).isEqualTo(20);
        rows.row(100);
        assertThat(asked.get()).isEqualTo(21);
        for (int i = 0; i < 64; i++) {
            rows.row(0);
        }
        assertThat(asked.get()).as("what is done for nothing counts too").isEqualTo(22);
    }
}
