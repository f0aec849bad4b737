package io.belvedere.server.cli;

import io.belvedere.chat.ChatBackend;
import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.engine.LocalEngine;
import io.belvedere.server.media.EgressPolicy;
import io.belvedere.server.media.MediaFetcher;
import io.belvedere.server.media.NameService;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belvedere ask}: one question, the answer on standard output as it comes. */
@Command(
        name = "ask",
        description =
                "Ask a model about pictures. The answer goes to standard output as it comes, all else to standard error.",
        footer = {
            "",
            "Examples:",
            "  belvedere ask --image docs/images/receipt.png \"What is the total?\"",
            "  belvedere ask --model qwen2.5-vl-3b-q8_0.gguf --image photo.jpg \"What is in this picture?\"",
            "  belvedere ask --model qwen2.5-vl-3b-q8_0.gguf --image before.png --image after.png \"What has changed?\"",
            "  belvedere ask --model Qwen2.5-VL-3B-Instruct/ --image https://example.com/page.png \"Read the text.\"",
        })
final class AskCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--image",
            paramLabel = "FILE_OR_URL",
            description = "A picture (PNG, JPEG, WebP, GIF, BMP, TIFF), shown before the question; can be repeated.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "What the model is told about its part, before everything else.")
    private @Nullable String system;

    @Parameters(paramLabel = "QUESTION", description = "What to ask.")
    private String question = "";

    @Option(names = "--stats", description = "Print tokens, times and rates to standard error at the end.")
    private boolean stats;

    @Mixin
    private SamplingArguments sampling = new SamplingArguments();

    @Mixin
    private EgressArguments egress = new EgressArguments();

    @Mixin
    private LimitArguments limitArguments = new LimitArguments();

    AskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UserException, InterruptedException {
        Limits limits = limitArguments.limits(Limit::isOfImages);
        EgressPolicy policy = egress.policy();
        ChatRequest request = request(limits);
        Stopwatch watch = new Stopwatch();
        try (StatusLine status = new StatusLine(terminal)) {
            LocalEngine engine = model.open(LocalEngine::open, List.of(), limits, null, terminal.environment(), status);
            try (ChatBackend backend = withFetcher(engine, limits, policy)) {
                watch.loaded();
                status.doing(images.isEmpty() ? "reading the question" : "reading the pictures and the question");
                answer(backend, request, status, watch);
            }
        }
        return ExitCode.SUCCESS;
    }

    private ChatRequest request(Limits limits) throws UserException {
        if (images.size() > limits.of(Limit.IMAGES)) {
            throw new UserException(
                    ExitCode.INPUT,
                    "--image: a question may hold at most %d %s, given %d; --limit images=... changes that"
                            .formatted(
                                    limits.of(Limit.IMAGES),
                                    limits.of(Limit.IMAGES) == 1 ? "picture" : "pictures",
                                    images.size()));
        }
        Pictures pictures = new Pictures(limits);
        List<Part> parts = new ArrayList<>();
        for (String image : images) {
            parts.add(new Part.Image(pictures.source(image)));
        }
        parts.add(new Part.Text(question));
        List<Message> messages = new ArrayList<>();
        if (system != null) {
            messages.add(Message.of(Role.SYSTEM, system));
        }
        messages.add(new Message(Role.USER, parts));
        return new ChatRequest(messages, sampling.options(), sampling.maxTokens(), List.of());
    }

    private ChatBackend withFetcher(ChatBackend backend, Limits limits, EgressPolicy policy) {
        if (images.stream().noneMatch(Pictures::isAddress)) {
            return backend;
        }
        String agent = "Belvedere/" + Belvedere.version();
        MediaFetcher fetcher = new MediaFetcher(limits, policy, NameService.OF_THIS_MACHINE, agent);
        return new PreparingBackend(List.of(fetcher), backend);
    }

    private void answer(ChatBackend backend, ChatRequest request, StatusLine status, Stopwatch watch)
            throws UserException, InterruptedException {
        AnswerPrinter printer = new AnswerPrinter(terminal, status, watch);
        try (Completion completion = backend.submit(request)) {
            Optional<ChatFailure> failure = printer.print(completion);
            if (failure.isPresent()) {
                throw refused(failure.get());
            }
        } catch (ChatException e) {
            throw refused(e.failure());
        }
        if (stats) {
            printer.stats(images.size()).forEach(terminal.err()::println);
        }
    }

    private UserException refused(ChatFailure failure) {
        return switch (failure) {
            case ChatFailure.BadImage bad ->
                new UserException(ExitCode.INPUT, images.get(bad.image()) + ": " + bad.message());
            case ChatFailure.BadDocument bad -> new UserException(ExitCode.INPUT, bad.message());
            case ChatFailure.Invalid invalid -> new UserException(ExitCode.INPUT, invalid.message());
            case ChatFailure.ContextTooLong tooLong ->
                new UserException(ExitCode.INPUT, tooLong.message() + " A larger --context may help.");
            case ChatFailure.TextTooLong tooLong -> new UserException(ExitCode.INPUT, tooLong.message());
            case ChatFailure.Overloaded overloaded -> new UserException(ExitCode.FAILURE, overloaded.message());
            case ChatFailure.Internal internal -> new UserException(ExitCode.FAILURE, internal.message());
        };
    }
}
