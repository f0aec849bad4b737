package io.belvedere.server.cli;

import io.belvedere.engine.format.FileReport;
import io.belvedere.engine.format.FormatException;
import io.belvedere.engine.format.ModelFiles;
import io.belvedere.engine.model.ModelFamilies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belvedere inspect}. */
@Command(
        name = "inspect",
        description = "Show what a model's files hold: metadata, tensors, types, sizes, and which family claims them.")
final class InspectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A GGUF file, or a folder with safetensors files.")
    private Path model = Path.of("");

    @Option(
            names = "--mmproj",
            paramLabel = "FILE",
            description = "The vision part of a GGUF model, if it is not beside it.")
    private @Nullable Path mmproj;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws UserException {
        try (ModelFiles files = ModelFiles.open(model, mmproj)) {
            FileReport.lines(files).forEach(terminal.out()::println);
            terminal.out().println();
            terminal.out().println("family: " + family(files));
            return ExitCode.SUCCESS;
        } catch (IOException e) {
            throw ModelFaults.of(e);
        }
    }

    private static String family(ModelFiles files) {
        try {
            return ModelFamilies.require(files).name();
        } catch (FormatException e) {
            return "none that is supported (" + e.getMessage() + ")";
        }
    }
}
