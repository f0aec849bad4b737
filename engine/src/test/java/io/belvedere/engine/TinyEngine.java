package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.Usage;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;

/** The golden tiny model in an engine, and short ways to ask it. */
final class TinyEngine {
    private static final GoldenModel MODEL = Golden.set().models("qwen2_5_vl").getFirst();
    static final int CONTEXT = 512;

    private TinyEngine() {}

    /** An answer as the client sees it. */
    record Answer(String text, FinishReason reason, Usage usage) {}

    static ServingOptions serving(int sliceTokens, int maxRequests, int kvTokens) {
        ServingOptions defaults = ServingOptions.DEFAULTS;
        return new ServingOptions(
                defaults.stepTime(),
                sliceTokens,
                defaults.runningSequences(),
                maxRequests,
                OptionalInt.of(kvTokens),
                defaults.imageCacheBytes(),
                Optional.empty(),
                0,
                defaults.patchBytes());
    }

    static LocalEngine open(ServingOptions serving) throws IOException {
        EngineOptions defaults = EngineOptions.DEFAULTS;
        return LocalEngine.open(
                MODEL.folder(),
                null,
                new EngineOptions(
                        Optional.of("tiny"),
                        2,
                        defaults.kernels(),
                        defaults.kvType(),
                        CONTEXT,
                        serving,
                        defaults.images(),
                        defaults.load()));
    }

    static Answer ask(LocalEngine engine, ChatRequest request) throws ChatException, InterruptedException {
        try (Completion completion = engine.submit(request)) {
            return drain(completion);
        }
    }

    static Answer drain(Completion completion) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (completion.next()) {
                case CompletionEvent.Started started -> {}
                case CompletionEvent.TextDelta delta -> text.append(delta.text());
                case CompletionEvent.Finished finished -> {
                    return new Answer(text.toString(), finished.reason(), finished.usage());
                }
                case CompletionEvent.Failed failed ->
                    throw new AssertionError(failed.failure().message());
            }
        }
    }

    static List<Message> text(String words) {
        return List.of(Message.of(Role.USER, words));
    }

    static List<Message> about(byte[] picture, String words) {
        Part image = new Part.Image(new ImageSource.Inline(new ImageBytes(picture)));
        return List.of(new Message(Role.USER, List.of(image, new Part.Text(words))));
    }

    /** A square of 112 pixels, of one colour. */
    static byte[] picture(int rgb) {
        BufferedImage image = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, 112, 112);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ChatRequest within(ChatRequest request, Duration limit) {
        return new ChatRequest(
                request.messages(),
                request.sampling(),
                request.maxTokens(),
                request.stop(),
                request.caller(),
                Optional.of(limit));
    }
}
