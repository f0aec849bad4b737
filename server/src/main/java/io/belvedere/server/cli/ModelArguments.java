package io.belvedere.server.cli;

import io.belvedere.chat.Background;
import io.belvedere.compute.KvType;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.DecodingLimits;
import io.belvedere.engine.EngineOptions;
import io.belvedere.engine.ServingOptions;
import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageLimits;
import io.belvedere.engine.model.LoadOptions;
import io.belvedere.engine.model.LoadProgress;
import io.belvedere.models.mini.Mini;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and how it is run. */
final class ModelArguments {
    /** The engine's, on whatever device. */
    @Option(
            names = "--model",
            paramLabel = "PATH",
            description =
                    "The model: a GGUF file (any part of a split one) or a folder with safetensors files. By default"
                            + " Belvedere Mini, the small trained model that ships with the program.")
    private @Nullable Path model;

    @Option(
            names = "--mmproj",
            paramLabel = "FILE",
            description = "The vision part of a GGUF model; by default the one mmproj file beside it.")
    private @Nullable Path mmproj;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads; by default one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--kernels",
            paramLabel = "NAME",
            converter = KernelNames.class,
            description =
                    "auto takes the fastest that this machine can run; exact the fastest that do not round activations to"
                            + " bytes, which auto takes for models below 256 MiB. By name: assembled, vector (or"
                            + " vector-128, -256, -512), scalar.")
    private KernelSetting kernels = KernelSetting.AUTO;

    @Option(
            names = "--context",
            paramLabel = "N",
            description =
                    "Most tokens of prompt and answer together; by default ${DEFAULT-VALUE}, never more than the model"
                            + " has.")
    private int context = EngineOptions.DEFAULT_CONTEXT_TOKENS;

    @Option(
            names = "--kv-type",
            paramLabel = "TYPE",
            converter = KvTypeNames.class,
            description =
                    "How the keys and values of the context are stored: f32, f16 (the default) or q8_0, in 4, 2 or about"
                            + " 1 bytes an element.")
    private KvType kvType = EngineOptions.DEFAULT_KV_TYPE;

    @Option(
            names = "--image-background",
            paramLabel = "#RRGGBB",
            converter = BackgroundNames.class,
            description =
                    "What shows through where a picture is transparent, unless its request says; by default white.")
    private Background background = new Background(0xFFFFFF);

    /** What loads a model: an engine, or something that measures one. */
    @FunctionalInterface
    interface Loading<T> {
        T load(Path model, @Nullable Path mmproj, EngineOptions options) throws IOException;
    }

    /**
     * Loads it.
     *
     * @param imageFolder keeps features of pictures over a restart; null: nothing does
     * @param environment says where the model that ships with the program may be unpacked
     * @param status shows how far it has come
     */
    <T> T open(
            Loading<T> loading,
            List<String> servedNames,
            Limits limits,
            @Nullable Path imageFolder,
            Map<String, String> environment,
            StatusLine status)
            throws UserException {
        status.doing("loading " + title());
        LoadProgress progress = (prepared, all) ->
                status.detail(String.format(Locale.ROOT, ": %.1f of %.1f GB", prepared / 1e9, all / 1e9));
        EngineOptions options = options(servedNames, limits, imageFolder, progress);
        if (model == null && mmproj != null) {
            throw new UserException(ExitCode.USAGE, "--mmproj goes with --model: add the text model's file");
        }
        try {
            return loading.load(model == null ? EmbeddedModel.path(environment) : model, mmproj, options);
        } catch (IOException e) {
            throw ModelFaults.of(e);
        } catch (OutOfMemoryError e) {
            throw new UserException(
                    ExitCode.MODEL,
                    ("there is not enough memory for this model and a context of %d tokens: lower --context, or take a"
                                    + " smaller model")
                            .formatted(context),
                    e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserException(ExitCode.MODEL, String.valueOf(e.getMessage()), e);
        }
    }

    /** What is loaded, for messages. */
    String title() {
        return model == null ? "Belvedere Mini" : model.toString();
    }

    int threads() {
        return threads;
    }

    private ServingOptions serving(Limits limits, @Nullable Path imageFolder) {
        ServingOptions.Builder serving = ServingOptions.builder()
                .stepTime(limits.time(Limit.STEP_TIME))
                .runningSequences(limits.intOf(Limit.RUNNING_REQUESTS))
                .maxAnswers(limits.intOf(Limit.WAITING_REQUESTS))
                .maxTokens(limits.of(Limit.WAITING_TOKENS))
                .imageCacheBytes(limits.of(Limit.IMAGE_CACHE))
                .imageFolderBytes(limits.of(Limit.IMAGE_CACHE_FOLDER))
                .decoding(DecodingLimits.builder()
                        .bytes(limits.of(Limit.IMAGE_DECODING))
                        .work(limits.of(Limit.IMAGE_WORK))
                        .time(limits.time(Limit.IMAGE_TIME))
                        .threads(Math.max(1, threads / 2))
                        .build())
                .patchBytes(limits.of(Limit.IMAGE_WAITING));
        if (limits.of(Limit.KV_TOKENS) != 0) {
            serving.kvTokens(limits.intOf(Limit.KV_TOKENS));
        }
        if (imageFolder != null) {
            serving.imageCacheFolder(imageFolder);
        }
        return serving.build();
    }

    private EngineOptions options(
            List<String> servedNames, Limits limits, @Nullable Path imageFolder, LoadProgress progress)
            throws UserException {
        if (threads < 1 || context < 1) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--threads and --context must be at least 1, given %d and %d".formatted(threads, context));
        }
        ImageLimits images = new ImageLimits(
                limits.intOf(Limit.IMAGE_SIZE), limits.of(Limit.IMAGE_PIXELS), ImageLimits.DEFAULT.maxJpegScans());
        return EngineOptions.builder(new CpuDevice(kernels, threads))
                .servedNames(model == null && servedNames.isEmpty() ? List.of(Mini.NAME) : servedNames)
                .kvType(kvType)
                .contextTokens(context)
                .serving(serving(limits, imageFolder))
                .images(new ImageDecoder(images, AlphaRule.over(background)))
                .load(new LoadOptions(limits.intOf(Limit.IMAGE_TOKENS), progress))
                .build();
    }
}
