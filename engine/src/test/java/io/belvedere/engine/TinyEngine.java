package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.PixelRange;
import io.belvedere.chat.Role;
import io.belvedere.chat.Usage;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
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
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The golden tiny model in an engine, and short ways to ask it. */
final class TinyEngine {
    private static final GoldenModel MODEL = Golden.set().models("qwen2_5_vl").getFirst();
    static final int CONTEXT = 512;

    private TinyEngine() {}

    /** An answer as the client sees it. */
    record Answer(String text, FinishReason reason, Usage usage) {}

    static ServingOptions serving(int sliceTokens, int maxRequests, int kvTokens) {
        return ServingOptions.builder()
                .sliceTokens(sliceTokens)
                .maxAnswers(maxRequests)
                .kvTokens(kvTokens)
                .build();
    }

    static LocalEngine open(ServingOptions serving) throws IOException {
        return LocalEngine.open(MODEL.folder(), null, options(serving));
    }

    static EngineOptions options(ServingOptions serving) {
        return options()
                .servedNames(List.of("tiny"))
                .contextTokens(CONTEXT)
                .serving(serving)
                .build();
    }

    /** With the processor's fastest kernels and two threads. */
    static EngineOptions.Builder options() {
        return EngineOptions.builder(new CpuDevice(KernelSetting.AUTO, 2));
    }

    static Answer ask(LocalEngine engine, ChatRequest request) throws ChatException, InterruptedException {
        try (Completion completion = engine.submit(request)) {
            return drain(completion);
        }
    }

    static Answer drain(Completion completion) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        FinishReason reason = FinishReason.STOP;
        while (true) {
            switch (completion.next()) {
                case CompletionEvent.Started started -> {}
                case CompletionEvent.TextDelta delta -> text.append(delta.text());
                case CompletionEvent.ChoiceEnded ended -> reason = ended.reason();
                case CompletionEvent.Finished finished -> {
                    return new Answer(text.toString(), reason, finished.usage());
                }
                case CompletionEvent.Failed failed ->
                    throw new AssertionError(failed.failure().message());
            }
        }
    }

    /** Adds the texts of a request's answers to a list, and returns what they took. */
    static Usage askForSeveral(LocalEngine engine, ChatRequest request, List<String> texts)
            throws ChatException, InterruptedException {
        List<StringBuilder> answers =
                Stream.generate(StringBuilder::new).limit(request.choices()).toList();
        try (Completion completion = engine.submit(request)) {
            while (true) {
                CompletionEvent event = completion.next();
                if (event instanceof CompletionEvent.TextDelta delta) {
                    answers.get(delta.choice()).append(delta.text());
                } else if (event instanceof CompletionEvent.Finished finished) {
                    answers.forEach(answer -> texts.add(answer.toString()));
                    return finished.usage();
                } else if (event instanceof CompletionEvent.Failed failed) {
                    throw new AssertionError(failed.failure().message());
                }
            }
        }
    }

    static List<Message> text(String words) {
        return List.of(Message.of(Role.USER, words));
    }

    static List<Message> about(byte[] picture, String words) {
        return about(picture, PixelRange.ANY, words);
    }

    static List<Message> about(byte[] picture, PixelRange pixels, String words) {
        Part image = new Part.Image(new ImageSource.Inline(new ImageBytes(picture)), pixels);
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

    static ChatRequest times(ChatRequest request, int choices) {
        return with(request, choices, request.stop(), request.cacheSalt(), request.deadline());
    }

    /** The same whose time is over. */
    static ChatRequest overdue(ChatRequest request) {
        Deadline now = Deadline.in(Duration.ZERO);
        return with(request, request.choices(), request.stop(), request.cacheSalt(), now);
    }

    static ChatRequest salted(ChatRequest request, String salt) {
        return with(request, request.choices(), request.stop(), salt, request.deadline());
    }

    static ChatRequest until(ChatRequest request, String stop) {
        return with(request, request.choices(), List.of(stop), request.cacheSalt(), request.deadline());
    }

    private static ChatRequest with(
            ChatRequest request, int choices, List<String> stop, String salt, Deadline deadline) {
        return new ChatRequest(
                request.messages(),
                request.sampling(),
                request.maxTokens(),
                choices,
                stop,
                request.caller(),
                salt,
                deadline);
    }
}
