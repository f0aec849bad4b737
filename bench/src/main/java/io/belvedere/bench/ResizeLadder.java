package io.belvedere.bench;

import io.belvedere.engine.image.ImageSize;
import io.belvedere.engine.image.Resampler;
import io.belvedere.engine.image.Rgb;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Resizing a picture, from the formula in plain loops to the resampler; each rung is first checked against the lowest.
 * {@code -p from=4000x3000 -p to=1036x784} is a camera's picture.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ResizeLadder {
    private static final String PLAIN_LOOPS = "plain-loops";
    private static final String TWO_PASSES = "two-passes";
    private static final String RESAMPLER = "resampler";

    /** Levels that rounding between the passes and weights of 16 bits may cost. */
    private static final int ROOM = 3;

    @Param({PLAIN_LOOPS, TWO_PASSES, RESAMPLER})
    public String rung = PLAIN_LOOPS;

    @Param("1024x768")
    public String from = "";

    @Param("448x336")
    public String to = "";

    private Rgb picture = new Rgb(1, 1, new byte[3]);
    private ImageSize target = picture.size();

    @Setup(Level.Trial)
    public void prepare() {
        ImageSize size = size(from);
        byte[] samples = new byte[Math.toIntExact(3 * size.pixels())];
        Random random = new Random(7);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) random.nextInt(
                    64, 192); // so that no sum between the passes is clamped, which one pass does not know
        }
        picture = new Rgb(size.width(), size.height(), samples);
        target = size(to);
        check(resize().samples(), PlainResize.inOnePass(picture, target).samples());
    }

    private static ImageSize size(String text) {
        String[] sides = text.split("x", 2);
        return new ImageSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    private static void check(byte[] actual, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF)) > ROOM) {
                throw new IllegalStateException(
                        "sample " + i + " is " + (actual[i] & 0xFF) + ", wanted " + (expected[i] & 0xFF));
            }
        }
    }

    @Benchmark
    public Rgb resize() {
        return switch (rung) {
            case PLAIN_LOOPS -> PlainResize.inOnePass(picture, target);
            case TWO_PASSES -> PlainResize.inTwoPasses(picture, target);
            case RESAMPLER -> Resampler.TORCHVISION.resize(picture, target);
            default -> throw new IllegalArgumentException("no such rung: " + rung);
        };
    }
}
