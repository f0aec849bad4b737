package io.belvedere.server.cli;

import io.belvedere.chat.ChatBackend;
import io.belvedere.engine.LocalEngine;
import io.belvedere.server.document.DocumentPreparation;
import io.belvedere.server.document.PageRenderer;
import io.belvedere.server.http.DoorOptions;
import io.belvedere.server.http.Guard;
import io.belvedere.server.http.HttpDoor;
import io.belvedere.server.http.RefusalFormat;
import io.belvedere.server.http.Router;
import io.belvedere.server.media.EgressPolicy;
import io.belvedere.server.media.MediaFetcher;
import io.belvedere.server.media.NameService;
import io.belvedere.server.openai.ApiKeys;
import io.belvedere.server.openai.CompletionIds;
import io.belvedere.server.openai.HealthRoutes;
import io.belvedere.server.openai.LocalCallers;
import io.belvedere.server.openai.OpenAiApi;
import io.belvedere.server.preparation.PreparingBackend;
import io.belvedere.server.reference.Reference;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code belvedere serve}: everything that lasts as long as the process is put together here. */
@Command(
        name = "serve",
        description = "Serve a model behind the OpenAI API: POST /v1/chat/completions, GET /v1/models, GET /health.",
        footer = {
            "",
            "Examples:",
            "  For this machine alone:",
            "    belvedere serve --model qwen2.5-vl-3b-q8_0.gguf",
            "  For others, with a key:",
            "    BELVEDERE_API_KEY=... belvedere serve --model qwen2.5-vl-3b-q8_0.gguf --host 0.0.0.0",
            "  Encrypted:",
            "    belvedere serve --model qwen2.5-vl-3b-q8_0.gguf --host 0.0.0.0 --api-key-file keys"
                    + " --tls-certificate cert.pem --tls-key key.pem",
            "  With pictures from a web server on the intranet:",
            "    belvedere serve --model qwen2.5-vl-3b-q8_0.gguf --allow-media-host images.intra.example:8000",
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Terminal terminal;

    @Mixin
    private ModelArguments model = new ModelArguments();

    @Option(
            names = "--served-name",
            paramLabel = "NAME",
            description = "The name that requests use; by default the model file's or folder's own. Repeat it for"
                    + " further names; replies have the first.")
    private List<String> servedNames = List.of();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The address to listen on; by default ${DEFAULT-VALUE}. 0.0.0.0: all IPv4 addresses; ::: all IPv4 and IPv6 addresses.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "By default ${DEFAULT-VALUE}; 0 takes a free one.")
    private int port = 8080;

    @Option(
            names = "--image-cache-folder",
            paramLabel = "FOLDER",
            description =
                    "Keep what the model has seen of pictures there too, for after a restart; by default it is kept in memory alone."
                            + " One folder for each model.")
    private @Nullable Path imageFolder;

    @Mixin
    private KeyArguments keyArguments = new KeyArguments();

    @Mixin
    private DoorArguments doorArguments = new DoorArguments();

    @Mixin
    private EgressArguments egress = new EgressArguments();

    @Mixin
    private LimitArguments limitArguments = new LimitArguments();

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UserException, InterruptedException {
        Limits limits = limitArguments.limits(any -> true);
        EgressPolicy policy = egress.policy();
        Set<String> keys = keyArguments.keys(terminal);
        requireKeyUnlessLocal(keys);
        if (port < 0 || port > 65_535) {
            throw new UserException(ExitCode.USAGE, "--port must be from 0 to 65535, given " + port);
        }
        DoorOptions door = doorArguments.options(!keys.isEmpty());
        requireFreePort();
        return serve(load(limits), policy, keys, door, limits);
    }

    private LocalEngine load(Limits limits) throws UserException, InterruptedException {
        try (StatusLine status = new StatusLine(terminal)) {
            LocalEngine engine =
                    model.open(LocalEngine::open, servedNames, limits, imageFolder, terminal.environment(), status);
            status.doing("");
            System.gc(); // what loading leaves behind would stay for long in a heap that has room
            return engine;
        }
    }

    private void requireKeyUnlessLocal(Set<String> keys) throws UserException {
        if (keys.isEmpty() && !isLoopback(host)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--host %s opens the server to other machines and needs a key: set %s or --api-key-file FILE, or leave --host out"
                            .formatted(host, KeyArguments.VARIABLE));
        }
    }

    private static boolean isLoopback(String host) throws UserException {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UserException(ExitCode.USAGE, "--host: nobody knows the address of " + host, e);
        }
    }

    /** Loading can take a while: better to know before. */
    private void requireFreePort() throws UserException {
        try {
            HttpDoor.requireFree(host, port);
        } catch (IOException e) {
            throw cantListen("can't listen on %s port %d: %s".formatted(host, port, e.getMessage()), e);
        }
    }

    private static UserException cantListen(String fact, IOException cause) {
        return new UserException(ExitCode.FAILURE, fact + "; choose another with --host or --port", cause);
    }

    /** Returns when the server has been told to stop, and has. */
    private int serve(LocalEngine engine, EgressPolicy policy, Set<String> keys, DoorOptions options, Limits limits)
            throws UserException, InterruptedException {
        MediaFetcher fetcher = new MediaFetcher(
                limits, policy, NameService.OF_THIS_MACHINE, "Belvedere/" + Belvedere.version() + " (image fetcher)");
        DocumentPreparation documents =
                new DocumentPreparation(new PageRenderer(limits), engine.card().pixels());
        ChatBackend backend = new PreparingBackend(List.of(documents, fetcher), engine);
        Health health = new Health(engine);
        OpenAiApi api = new OpenAiApi(backend, limits, InstantSource.system(), new CompletionIds());
        Guard guard = keys.isEmpty() ? new LocalCallers(options.origins()) : new ApiKeys(keys);
        Router router =
                new Router(Stream.of(new HealthRoutes(health, limits).routes(), api.routes(), new Reference().routes())
                        .flatMap(List::stream)
                        .toList());
        HttpDoor door = door(limits, router, guard, api.refusals(), options);
        StopSignals signals = StopSignals.caught();
        try {
            String scheme = options.tls() == null ? "http" : "https";
            tell(engine, scheme, door.open(host, port), keys);
            health.measure();
        } catch (IOException e) {
            throw cantListen(String.valueOf(e.getMessage()), e);
        }
        signals.await();
        health.stopping();
        LOG.info(
                "stopping: {} running, which may take {} to finish; a second signal ends the server at once",
                requests(door.running()),
                limits.text(Limit.SHUTDOWN_TIME));
        HttpDoor.Stopped stopped = door.stop();
        backend.close(); // the model's memory goes last
        LOG.info("stopped: {} finished, {} ended early", requests(stopped.finished()), stopped.ended());
        return stopped.ended() == 0 ? ExitCode.SUCCESS : ExitCode.CUT_OFF;
    }

    private static HttpDoor door(Limits limits, Router router, Guard guard, RefusalFormat refusals, DoorOptions options)
            throws UserException {
        try {
            return new HttpDoor(limits, router, guard, refusals, options);
        } catch (IllegalArgumentException e) {
            throw DoorArguments.wrongPrefix(e);
        }
    }

    private static String requests(int count) {
        return count == 1 ? "1 request" : count + " requests";
    }

    private void tell(LocalEngine engine, String scheme, int openPort, Set<String> keys) {
        String base = "%s://%s:%d/v1".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, openPort);
        String name = engine.card().id();
        LOG.info(
                "{} is ready at {} ({}; {} tokens of context)",
                name,
                base,
                engine.describe(),
                engine.card().contextTokens());
        if (keys.isEmpty()) {
            LOG.info(
                    "no API key is set: only programs on this machine may call; set {} to open it",
                    KeyArguments.VARIABLE);
        }
        String authorization = keys.isEmpty() ? "" : " -H 'Authorization: Bearer KEY'";
        LOG.info(
                "try: curl {}/chat/completions{} -H 'Content-Type: application/json' -d '{\"model\": \"{}\", \"messages\":"
                        + " [{\"role\": \"user\", \"content\": \"Hello\"}]}'",
                base,
                authorization,
                name);
    }
}
