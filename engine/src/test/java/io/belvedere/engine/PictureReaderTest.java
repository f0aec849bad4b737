package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageProblem;
import io.belvedere.chat.PixelRange;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.DecodingWatch;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageHeader;
import io.belvedere.engine.model.Patches;
import io.belvedere.engine.model.Positions;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With one processor for decoding, and a model that is never done with some pictures. */
@Timeout(60)
class PictureReaderTest {
    private static final ImageBytes PICTURE = new ImageBytes(TinyPictures.png(112, 112));
    private static final ImageBytes ENDLESS = new ImageBytes(TinyPictures.png(112, 84));

    /** Marks a picture that the model is never done with. */
    private static final PixelRange ENDLESS_RANGE = new PixelRange(4, 5);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final MemoryBudget pixels = new MemoryBudget(300_000);
    private final MemoryBudget patches = new MemoryBudget(300_000);

    private PictureReader reader(Duration most) {
        return new PictureReader(
                ImageDecoder.DEFAULT,
                model(),
                new DecodingTurns(1, most, DecodingTurns.Clock.OF_THIS_MACHINE),
                pixels,
                patches,
                ImageCache.inMemory(0));
    }

    private VisionLanguageModel model() {
        return (VisionLanguageModel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {VisionLanguageModel.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "preprocessing" -> "none";
                        case "patches" -> {
                            PixelRange asked = (PixelRange) arguments[1];
                            begun.countDown();
                            while (asked.equals(ENDLESS_RANGE)) {
                                ((DecodingWatch) arguments[2]).goOn();
                            }
                            yield (Patches) () -> 4;
                        }
                        default -> throw new AssertionError("nobody asks for " + method.getName());
                    };
                });
    }

    private static PromptPlanner.Planned plan(boolean endless) throws Exception {
        ImageBytes bytes = endless ? ENDLESS : PICTURE;
        ImageHeader header = ImageDecoder.DEFAULT.probe(bytes);
        PromptPlan layout = new PromptPlan(
                new int[4],
                Positions.counted(3, 4),
                List.of(new PromptPlan.Image(header.oriented(), 1_000, List.of(new PromptPlan.Span(0, 4, 0, false)))));
        PixelRange range = endless ? ENDLESS_RANGE : new PixelRange(1, 2);
        return new PromptPlanner.Planned(
                layout, List.of(new PromptPlanner.Picture(bytes, range, AlphaRule.ON_WHITE, header)));
    }

    private static int read(PictureReader reader, boolean endless, String caller, Deadline deadline) throws Exception {
        PromptPlanner.Planned plan = plan(endless);
        PictureReader.Reading reading = reader.begin(plan, caller, deadline);
        try {
            return reading.pictures(new PictureReports(plan.views())).size();
        } finally {
            reading.giveBack().run();
        }
    }

    /** All that a picture holds: its place, the memory of its pixels and of its patches. */
    private void assertNothingIsHeld(PictureReader reader) throws Exception {
        pixels.take("anyone", 300_000, Deadline.none()).run();
        patches.take("anyone", 300_000, Deadline.none()).run();
        assertThat(read(reader, false, "endless", Deadline.none())).isEqualTo(1);
    }

    @Test
    void whoLeavesGivesPlaceAndMemoryBackThoughThePictureIsNotDone() throws Exception {
        PictureReader reader = reader(Duration.ofMinutes(10));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread client = Thread.startVirtualThread(() -> {
            try {
                read(reader, true, "endless", Deadline.none());
            } catch (Throwable e) {
                end.complete(e);
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        client.interrupt();
        assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertNothingIsHeld(reader);
    }

    @Test
    void whoseTimeIsOverWaitsForNoPicture() throws Exception {
        PictureReader reader = reader(Duration.ofMinutes(10));
        assertThatThrownBy(() -> read(reader, true, "endless", Deadline.in(Duration.ofMillis(50))))
                .isInstanceOf(OverdueException.class);
        assertNothingIsHeld(reader);
    }

    @Test
    void aPictureThatTakesTooLongIsRefused() throws Exception {
        PictureReader reader = reader(Duration.ofMillis(30));
        ChatFailure failure = catchThrowableOfType(
                        ChatException.class, () -> read(reader, true, "endless", Deadline.none()))
                .failure();
        assertThat(failure)
                .isEqualTo(new ChatFailure.BadImage(
                        0,
                        ImageProblem.IMAGE_TOO_LARGE,
                        "Decoding the image of 112x84 pixels took more than 30 ms of processor time, the limit, and was"
                                + " given up."));
        pixels.take("anyone", 300_000, Deadline.none()).run();
        patches.take("anyone", 300_000, Deadline.none()).run();
    }

    @Test
    void anotherCallersPictureIsReadWhileOneIsNotDone() throws Exception {
        PictureReader reader = reader(Duration.ofMinutes(10));
        Thread endless = Thread.startVirtualThread(() -> {
            try {
                read(reader, true, "endless", Deadline.none());
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(read(reader, false, "modest", Deadline.none())).isEqualTo(1);
        }
        endless.interrupt();
        endless.join();
    }
}
