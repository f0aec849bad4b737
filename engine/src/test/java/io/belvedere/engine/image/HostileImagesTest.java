package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ImageBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Golden pictures cut off and damaged: nothing but an {@link ImageException} may come out, and no half a picture. */
class HostileImagesTest {
    private static final int LARGEST = 20_000;
    private static final int CUTS = 60;
    private static final int DAMAGED = 250;

    private static final ImageDecoder DECODER =
            new ImageDecoder(new ImageLimits(1 << 20, 2_000_000, 50), AlphaRule.ON_WHITE);

    private static final List<byte[]> FILES = new ArrayList<>();

    @BeforeAll
    static void load() throws Exception {
        for (JsonNode entry : GoldenImages.entries()) {
            byte[] bytes = GoldenImages.file(entry).bytes();
            if (bytes.length <= LARGEST && entry.path("args").isEmpty()) {
                FILES.add(bytes);
            }
        }
        assertThat(FILES).isNotEmpty();
    }

    @Test
    void aCutFileIsRefusedUnlessAllPixelsAreThere() throws ImageException {
        for (byte[] file : FILES) {
            Rgb whole = DECODER.decode(new ImageBytes(file));
            int refused = 0;
            for (int cut = 0; cut < CUTS; cut++) {
                byte[] part = Arrays.copyOf(file, (int) ((long) file.length * cut / CUTS));
                try {
                    assertThat(DECODER.decode(new ImageBytes(part)).samples()).isEqualTo(whole.samples());
                } catch (ImageException e) {
                    refused++;
                }
            }
            assertThat(refused).as("of %d", CUTS).isGreaterThan(CUTS / 5);
        }
    }

    @Test
    void damageIsContained() {
        Random random = new Random(6);
        int refused = 0;
        for (byte[] file : FILES) {
            for (int i = 0; i < DAMAGED; i++) {
                byte[] damaged = file.clone();
                for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                    damage(damaged, random);
                }
                try {
                    Rgb decoded = DECODER.decode(new ImageBytes(damaged));
                    assertThat(decoded.size().pixels()).isLessThanOrEqualTo(2_000_000);
                } catch (ImageException e) {
                    assertThat(e.getMessage()).isNotEmpty().endsWith(".");
                    refused++;
                }
            }
        }
        assertThat(refused).isBetween(FILES.size() * DAMAGED / 5, FILES.size() * DAMAGED);
    }

    /** Mostly in headers, where it does most harm. */
    private static void damage(byte[] file, Random random) {
        int at = random.nextInt(random.nextBoolean() ? Math.min(200, file.length) : file.length);
        file[at] = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xFF;
            case 2 -> (byte) (file[at] ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt(256);
        };
    }
}
