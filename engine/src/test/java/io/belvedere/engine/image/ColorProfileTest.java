package io.belvedere.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judged by the platform's own colour management. */
class ColorProfileTest {
    private static final byte[] LINEAR = profile(ColorSpace.CS_LINEAR_RGB);
    private static final byte[] SRGB = profile(ColorSpace.CS_sRGB);
    private static final byte[] GREY = profile(ColorSpace.CS_GRAY);

    @Test
    void linearLightIsBrightened() {
        assertConverted(LINEAR);
    }

    @Test
    void swappedPrimariesAreSwappedBack() {
        byte[] swapped = swap(SRGB, "rXYZ", "gXYZ");
        assertConverted(swapped);
        Rgb red = ColorProfile.of(swapped).orElseThrow().toSrgb(new Rgb(1, 1, new byte[] {(byte) 255, 0, 0}));
        GoldenImages.assertClose("red", red, new Rgb(1, 1, new byte[] {0, (byte) 255, 0}), 2);
    }

    /** Gamma 1.8 and every kind of formula, as profiles of the fourth version have. */
    @Test
    void curvesAreGammasTablesAndFormulas() {
        assertConverted(withCurves(LINEAR, curve(0x01CC)));
        assertConverted(withCurves(LINEAR, curve(0, 1000, 9000, 30_000, 65_535)));
        assertConverted(withCurves(LINEAR, formula(0, 2.2)));
        assertConverted(withCurves(LINEAR, formula(1, 1.8, 0.9, 0.1)));
        assertConverted(withCurves(LINEAR, formula(2, 1.8, 0.9, 0.05, 0.02)));
        assertConverted(withCurves(LINEAR, formula(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.2)));
        assertConverted(withCurves(LINEAR, formula(4, 2.4, 0.9, 0.05, 0.1, 0.1, 0.01, 0.02)));
    }

    @Test
    void picturesInSrgbStayAsTheyAreStored() {
        assertThat(ColorProfile.of(SRGB)).isEmpty();
    }

    @Test
    void greyHasOneCurve() {
        Rgb picture = new Rgb(2, 1, new byte[] {100, 100, 100, 0, 0, 0});
        byte[] converted = ColorProfile.of(GREY).orElseThrow().toSrgb(picture).samples();
        float[] expected = new ICC_ColorSpace(ICC_Profile.getInstance(GREY)).toRGB(new float[] {100 / 255f});
        assertThat(converted[0] & 0xFF).isCloseTo(Math.round(255 * expected[0]), within2());
        assertThat(converted[5]).isZero();
        Rgb colored = new Rgb(1, 1, new byte[] {1, 2, 3});
        assertThat(ColorProfile.of(GREY).orElseThrow().toSrgb(colored).samples())
                .as("a profile of grey says nothing of colours")
                .containsExactly(1, 2, 3);
    }

    @Test
    void brokenProfilesAndOthersSayNothing() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = Arrays.copyOf(LINEAR, i % 4 == 0 ? random.nextInt(LINEAR.length) : LINEAR.length);
            for (int changes = 0; changes < 4 && broken.length > 0; changes++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            ColorProfile.of(broken).ifPresent(profile -> profile.toSrgb(new Rgb(1, 1, new byte[3])));
        }
        assertThat(ColorProfile.of(new byte[0])).isEmpty();
        assertThat(ColorProfile.of(profile(ColorSpace.CS_PYCC)))
                .as("tables of colours")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "jpeg in two parts", "webp", "tiff", "bmp"})
    void everyFormatThatHasProfilesIsRead(String format) throws ImageException {
        BufferedImage image = Pictures.gradient(8, 8, BufferedImage.TYPE_INT_RGB);
        byte[] plain = plain(format, image);
        byte[] tagged = withProfile(format, plain, LINEAR);
        Rgb expected = ColorProfile.of(LINEAR).orElseThrow().toSrgb(Pictures.decode(plain));
        assertThat(Pictures.decode(tagged).samples()).isEqualTo(expected.samples());
        assertThat(expected.samples()).isNotEqualTo(Pictures.decode(plain).samples());
        byte[] nonsense = withProfile(format, plain, new byte[200]);
        assertThat(Pictures.decode(nonsense).samples())
                .isEqualTo(Pictures.decode(plain).samples());
    }

    @Test
    void anInflatedProfileIsBounded() throws ImageException {
        byte[] png = Pictures.encode(Pictures.gradient(8, 8, BufferedImage.TYPE_INT_RGB), "png");
        byte[] bomb = withProfile("png", png, new byte[1 << 27]);
        assertThat(PngFile.of(bomb).profile()).hasSize(1 << 18);
        assertThat(Pictures.decode(bomb).samples())
                .isEqualTo(Pictures.decode(png).samples());
    }

    private static byte[] plain(String format, BufferedImage image) {
        if (format.equals("webp")) {
            int[] argb = image.getRGB(0, 0, 8, 8, null, 0, 8);
            return WebpFileTest.extendedLossless(argb, 8, 8);
        }
        if (format.equals("bmp")) {
            int[][] rows = {{0x102030, 0x405060}};
            return Bmps.bmp(new Bmps.Header(Bmps.V5, 2, 1, 24, 0), new byte[0], Bmps.rows(rows, 24));
        }
        return Pictures.encode(image, format.split(" ")[0]);
    }

    private static byte[] withProfile(String format, byte[] file, byte[] profile) {
        return switch (format) {
            case "png" -> {
                byte[] name = {'x', 0, 0};
                byte[] data = Pictures.insert(Pngs.deflate(profile), 0, name);
                yield Pictures.insert(file, 33, Pictures.pngChunk("iCCP", data));
            }
            case "jpeg" -> Pictures.insert(file, 2, profilePart(1, 1, profile));
            case "jpeg in two parts" -> {
                byte[] second = profilePart(2, 2, Arrays.copyOfRange(profile, 100, profile.length));
                byte[] withSecond = Pictures.insert(file, 2, second);
                byte[] first = profilePart(1, 2, Arrays.copyOf(profile, 100));
                yield Pictures.insert(withSecond, 2 + second.length, first);
            }
            case "webp" -> Pictures.insert(file, 30, Pictures.riffChunk("ICCP", profile));
            case "tiff" -> Tiffs.withEntry(file, 34675, 7, profile);
            default -> {
                byte[] place = Bmps.words(file.length - 14, profile.length);
                byte[] tagged = Pictures.insert(file, file.length, profile);
                System.arraycopy("DEBM".getBytes(StandardCharsets.US_ASCII), 0, tagged, 14 + 56, 4);
                System.arraycopy(place, 0, tagged, 14 + 112, 8);
                yield tagged;
            }
        };
    }

    private static byte[] profilePart(int number, int of, byte[] data) {
        byte[] part = Pictures.insert(data, 0, new byte[] {(byte) number, (byte) of});
        return Pictures.jpegSegment(0xE2, "ICC_PROFILE\0", part);
    }

    /** Compares with the platform on a grid of colours. */
    private static void assertConverted(byte[] icc) {
        ICC_ColorSpace judge = new ICC_ColorSpace(ICC_Profile.getInstance(icc));
        ColorProfile profile = ColorProfile.of(icc).orElseThrow();
        for (int i = 0; i < 6 * 6 * 6; i++) {
            int[] levels = {51 * (i % 6), 51 * (i / 6 % 6), 51 * (i / 36)};
            byte[] samples = {(byte) levels[0], (byte) levels[1], (byte) levels[2]};
            float[] expected = judge.toRGB(new float[] {levels[0] / 255f, levels[1] / 255f, levels[2] / 255f});
            byte[] converted = profile.toSrgb(new Rgb(1, 1, samples)).samples();
            for (int c = 0; c < 3; c++) {
                assertThat(converted[c] & 0xFF)
                        .as("channel %d of %s", c, Arrays.toString(levels))
                        .isCloseTo(Math.round(255 * expected[c]), within2());
            }
        }
    }

    private static Offset<Integer> within2() {
        return Offset.offset(2);
    }

    private static byte[] profile(int colorSpace) {
        return ICC_Profile.getInstance(colorSpace).getData();
    }

    private static byte[] swap(byte[] icc, String one, String other) {
        byte[] swapped = icc.clone();
        byte[] a = one.getBytes(StandardCharsets.US_ASCII);
        byte[] b = other.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(b, 0, swapped, entry(icc, one), 4);
        System.arraycopy(a, 0, swapped, entry(icc, other), 4);
        return swapped;
    }

    /** The profile with one curve, at its end, for all three channels. */
    private static byte[] withCurves(byte[] icc, byte[] curve) {
        int at = (icc.length + 3) / 4 * 4;
        ByteBuffer changed = ByteBuffer.allocate(at + curve.length).put(icc);
        changed.put(at, curve).putInt(0, changed.capacity());
        for (String tag : new String[] {"rTRC", "gTRC", "bTRC"}) {
            changed.putInt(entry(icc, tag) + 4, at).putInt(entry(icc, tag) + 8, curve.length);
        }
        return changed.array();
    }

    private static int entry(byte[] icc, String tag) {
        ByteView view = ByteView.of(icc, ByteOrder.BIG_ENDIAN);
        int at = 132;
        while (!view.has(at, tag)) {
            at += 12;
        }
        return at;
    }

    private static byte[] curve(int... values) {
        ByteBuffer curve = ByteBuffer.allocate((12 + 2 * values.length + 3) / 4 * 4);
        curve.put("curv".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(values.length);
        for (int value : values) {
            curve.putShort((short) value);
        }
        return curve.array();
    }

    private static byte[] formula(int kind, double... parameters) {
        ByteArrayOutputStream curve = new ByteArrayOutputStream();
        curve.writeBytes("para\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        curve.writeBytes(new byte[] {0, (byte) kind, 0, 0});
        for (double parameter : parameters) {
            curve.writeBytes(ByteBuffer.allocate(4)
                    .putInt((int) Math.round(65536 * parameter))
                    .array());
        }
        return curve.toByteArray();
    }
}
