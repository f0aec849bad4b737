package io.belvedere.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** A certificate and its private key, by which clients know the server. */
public final class TlsIdentity {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final KeyCertOptions keys;
    private final Instant expires;

    private TlsIdentity(KeyCertOptions keys, Instant expires) {
        this.keys = keys;
        this.expires = expires;
    }

    /**
     * Reads both files and checks that they belong together.
     *
     * @param certificateFile PEM: the server's certificate, then those between it and the authority
     * @param keyFile PEM: its private key, not encrypted: PKCS #8, or the older forms of RSA and EC keys
     * @throws IOException with the file and what is wrong with it
     */
    public static TlsIdentity read(Path certificateFile, Path keyFile) throws IOException {
        byte[] certificates = bytes(certificateFile);
        byte[] key = bytes(keyFile);
        X509Certificate own = firstCertificate(certificates, certificateFile);
        if (new String(key, ISO_8859_1).contains("ENCRYPTED")) {
            throw new IOException(keyFile + " is encrypted; the key is needed without a passphrase");
        }
        PemKeyCertOptions keys = new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificates))
                .setKeyValue(Buffer.buffer(key));
        try {
            if (belongTogether(own.getPublicKey(), privateKey(keys))) {
                return new TlsIdentity(keys, own.getNotAfter().toInstant());
            }
        } catch (Exception e) {
            throw noKey(keyFile, certificateFile, e);
        }
        throw noKey(keyFile, certificateFile, null);
    }

    /** When the certificate ceases to be valid. */
    public Instant expires() {
        return expires;
    }

    /** Has a server speak TLS 1.2 and 1.3, and over it HTTP/2 with those who offer it, else HTTP/1.1. */
    void secure(HttpServerOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(keys)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new IOException("can't read " + file + ": " + e.getMessage(), e);
        }
    }

    private static X509Certificate firstCertificate(byte[] pem, Path file) throws IOException {
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (all.iterator().hasNext() && all.iterator().next() instanceof X509Certificate first) {
                return first;
            }
        } catch (GeneralSecurityException e) {
            throw noCertificate(file, e);
        }
        throw noCertificate(file, null);
    }

    private static IOException noCertificate(Path file, @Nullable Exception cause) {
        return new IOException(file + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", cause);
    }

    private static IOException noKey(Path file, Path certificateFile, @Nullable Exception cause) {
        return new IOException(
                "%s holds no private RSA or EC key in PEM form (-----BEGIN PRIVATE KEY-----) that fits the first certificate in %s"
                        .formatted(file, certificateFile),
                cause);
    }

    /** @throws Exception if there is none, or one of another kind than the certificate's */
    private static PrivateKey privateKey(PemKeyCertOptions pem) throws Exception {
        // Vert.x would read files, but here are values
        for (KeyManager manager : pem.getKeyManagerFactory(null).getKeyManagers()) {
            if (manager instanceof X509KeyManager keys) {
                for (String kind : List.of("RSA", "EC")) {
                    String[] aliases = keys.getServerAliases(kind, null);
                    if (aliases != null && aliases.length > 0) {
                        return keys.getPrivateKey(aliases[0]);
                    }
                }
            }
        }
        throw new KeyStoreException("no key of a known kind");
    }

    /** Whether the one confirms what the other signs. */
    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        String algorithm = privateKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] text = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(privateKey);
        signing.update(text);
        byte[] signature = signing.sign();
        signing.initVerify(publicKey);
        signing.update(text);
        return signing.verify(signature);
    }
}
