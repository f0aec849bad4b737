package io.belvedere.server.cli;

import io.belvedere.server.http.CrossOrigins;
import io.belvedere.server.http.DoorOptions;
import io.belvedere.server.http.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How clients meet the server: encrypted or not, and from which web pages. */
final class DoorArguments {
    private static final Logger LOG = LoggerFactory.getLogger(DoorArguments.class);

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description =
                    "Serve https: the server's certificate in PEM form, followed by those between it and the authority; goes"
                            + " with --tls-key.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key in PEM form, not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description =
                    "Let web pages of this origin call, such as https://app.example; can be repeated. * lets all, and needs a"
                            + " key. By default none may.")
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            description =
                    "Answer below this path too, such as /ai for /ai/v1/chat/completions, for a proxy that passes it on.")
    private String pathPrefix = "";

    /** @param hasKeys whether callers must bring a key */
    DoorOptions options(boolean hasKeys) throws UserException {
        try {
            return new DoorOptions(tls(), origins(hasKeys), pathPrefix);
        } catch (IllegalArgumentException e) {
            throw wrongPrefix(e);
        }
    }

    static UserException wrongPrefix(IllegalArgumentException cause) {
        return new UserException(ExitCode.USAGE, "--path-prefix: " + cause.getMessage(), cause);
    }

    private CrossOrigins origins(boolean hasKeys) throws UserException {
        try {
            CrossOrigins allowed = new CrossOrigins(origins);
            if (allowed.allowsAny() && !hasKeys) {
                throw new UserException(
                        ExitCode.USAGE,
                        "--allow-origin * lets every web page call and needs a key: set %s or --api-key-file FILE, or name the origins"
                                .formatted(KeyArguments.VARIABLE));
            }
            return allowed;
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--allow-origin: " + e.getMessage(), e);
        }
    }

    private @Nullable TlsIdentity tls() throws UserException {
        Path certificateFile = certificate;
        Path keyFile = key;
        if (certificateFile == null && keyFile == null) {
            return null;
        }
        if (certificateFile == null || keyFile == null) {
            throw new UserException(
                    ExitCode.USAGE, "--tls-certificate and --tls-key go together: give both or neither");
        }
        try {
            TlsIdentity identity = TlsIdentity.read(certificateFile, keyFile);
            if (identity.expires().isBefore(Instant.now())) {
                LOG.warn(
                        "the certificate in {} expired at {}: clients will refuse it",
                        certificateFile,
                        identity.expires());
            }
            return identity;
        } catch (IOException e) {
            throw new UserException(ExitCode.USAGE, "TLS: " + e.getMessage(), e);
        }
    }
}
