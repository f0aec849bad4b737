package io.belvedere.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for localhost that are their own authority, good for a hundred years, and clients that trust one. */
public final class TestTls {
    private TestTls() {}

    /** Such as {@code rsa.pem} and {@code rsa-key.pem}. */
    public static Path file(String name) {
        return Path.of("src", "test", "resources", "tls", name);
    }

    public static TlsIdentity identity() throws IOException {
        return TlsIdentity.read(file("ec.pem"), file("ec-key.pem"));
    }

    /** Trusts that certificate alone. */
    public static SSLContext trusting(String certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file(certificate))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A client that prefers this version, and trusts {@link #identity}. */
    public static HttpClient client(HttpClient.Version version) throws IOException, GeneralSecurityException {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting("ec.pem"))
                .build();
    }

    /** Agrees on HTTP/2, and says nothing. */
    public static SSLSocket http2Socket(int port) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) trusting("ec.pem").getSocketFactory().createSocket("localhost", port);
        socket.setSoTimeout(60_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("agreed on " + socket.getApplicationProtocol());
        }
        return socket;
    }
}
