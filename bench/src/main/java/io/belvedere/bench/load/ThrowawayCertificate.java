package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost with its key, good for a day, made by this JDK's {@code keytool}, and a context that
 * trusts nothing else.
 *
 * @param certificate a PEM file, as {@code key}
 */
record ThrowawayCertificate(Path certificate, Path key, SSLContext trusting) {
    private static final String ALIAS = "server";
    private static final char[] PASSWORD = "throwaway".toCharArray();

    /** @param folder for the files */
    static ThrowawayCertificate in(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        keytool(store);
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
            Certificate certificate = keys.getCertificate(ALIAS);
            byte[] key = keys.getKey(ALIAS, PASSWORD).getEncoded();
            return new ThrowawayCertificate(
                    pem(folder.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded()),
                    pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
                    trusting(certificate));
        } catch (GeneralSecurityException e) {
            throw new IOException("can't read the key that keytool made", e);
        }
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException("keytool makes no certificate: " + said);
        }
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what));
    }

    private static SSLContext trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
