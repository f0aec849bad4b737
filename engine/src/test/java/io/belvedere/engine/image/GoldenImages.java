package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ImageBytes;
import io.belvedere.engine.golden.Golden;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** The pictures of the golden set. */
public final class GoldenImages {
    private static final Golden GOLDEN = Golden.set();

    private GoldenImages() {}

    /** The entries of the index: each a picture with how the reference preprocesses it. */
    public static List<JsonNode> entries() {
        List<JsonNode> entries = new ArrayList<>();
        GOLDEN.json("preprocess/index.json").path("images").forEach(entries::add);
        assertThat(entries).isNotEmpty();
        return entries;
    }

    public static ImageBytes file(JsonNode entry) throws IOException {
        String name = entry.path("file").stringValue();
        return new ImageBytes(Files.readAllBytes(GOLDEN.path("images/" + name)));
    }

    /** A stored 8-bit RGB picture, read without the code under test. */
    public static Rgb stored(JsonNode name) throws IOException {
        BufferedImage image =
                ImageIO.read(GOLDEN.path("preprocess/" + name.stringValue()).toFile());
        assertThat(image.getRaster().getNumBands()).isEqualTo(3);
        int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new Rgb(image.getWidth(), image.getHeight(), bytes);
    }

    /** The pixels before resizing, as the reference decoded them if they are stored. */
    public static Rgb decoded(JsonNode entry) throws IOException, ImageException {
        return entry.has("decoded")
                ? stored(entry.path("decoded"))
                : new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP).decode(file(entry));
    }

    public static ImageSize size(JsonNode heightAndWidth) {
        return new ImageSize(
                heightAndWidth.get(1).intValue(), heightAndWidth.get(0).intValue());
    }

    /** Fails if the sizes differ or a sample is off by more than {@code levels}. */
    public static void assertClose(String what, Rgb actual, Rgb expected, int levels) {
        assertThat(actual.size()).as(what).isEqualTo(expected.size());
        int largest = 0;
        for (int i = 0; i < expected.samples().length; i++) {
            largest = Math.max(largest, Math.abs((actual.samples()[i] & 0xFF) - (expected.samples()[i] & 0xFF)));
        }
        assertThat(largest).as("%s: largest difference in levels", what).isLessThanOrEqualTo(levels);
    }
}
