package io.belvedere.server.http;

import static io.belvedere.server.http.DoorFixture.get;
import static io.belvedere.server.http.DoorFixture.text;
import static io.belvedere.server.http.TestTls.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "rsa.pem, rsa-key.pem",
        "rsa.pem, rsa-key-pkcs1.pem",
        "ec.pem, ec-key.pem",
        "ec.pem, ec-key-sec1.pem",
    })
    void keysOfEveryKindServe(String certificate, String key) throws Exception {
        TlsIdentity identity = TlsIdentity.read(file(certificate), file(key));
        assertThat(identity.expires()).isAfter(Instant.parse("2100-01-01T00:00:00Z"));
        try (DoorFixture door = door(identity)) {
            assertThat(protocol(door, certificate, "TLSv1.3")).isEqualTo("TLSv1.3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersions(String protocol) throws Exception {
        try (DoorFixture door = door(TestTls.identity())) {
            assertThat(protocol(door, "ec.pem", protocol)).isEqualTo(protocol);
        }
    }

    @Test
    void aStrangerIsNotTrusted() throws Exception {
        try (DoorFixture door = door(TestTls.identity())) {
            assertThatThrownBy(() -> protocol(door, "rsa.pem", "TLSv1.3")).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            rsa.pem     | ec-key.pem            | %2$s holds no private RSA or EC key in PEM form (-----BEGIN PRIVATE KEY-----) that fits the first certificate in %1$s
            missing.pem | ec-key.pem            | there is no file %1$s
            ec.pem      | missing.pem           | there is no file %2$s
            ec.pem      | rsa-key-encrypted.pem | %2$s is encrypted; the key is needed without a passphrase
            ec.pem      | ec.pem                | %2$s holds no private RSA or EC key in PEM form (-----BEGIN PRIVATE KEY-----) that fits the first certificate in %1$s
            ec-key.pem  | ec-key.pem            | %1$s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)
            """)
    void whatDoesNotFitIsSaid(String certificate, String key, String message) {
        assertThatThrownBy(() -> TlsIdentity.read(file(certificate), file(key)))
                .isInstanceOf(IOException.class)
                .hasMessage(message, file(certificate), file(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void brokenCertificatesAreNone(String content) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), content);
        assertThatThrownBy(() -> TlsIdentity.read(broken, file("ec-key.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void brokenKeysAreNone(String content) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), content);
        assertThatThrownBy(() -> TlsIdentity.read(file("ec.pem"), broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no private RSA or EC key");
    }

    @Test
    void aKeyOfTheSameKindMustFitToo() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        String base64 = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Path other = Files.writeString(
                folder.resolve("other.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.read(file("ec.pem"), other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("that fits the first certificate in");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> TlsIdentity.read(folder, file("ec-key.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't read " + folder);
    }

    private static DoorFixture door(TlsIdentity identity) throws Exception {
        return new DoorFixture(
                Limits.DEFAULTS,
                new DoorOptions(identity, CrossOrigins.NONE),
                (head, client) -> new Admission.Admitted(client),
                get("/a", e -> text(e, "a")));
    }

    /** What a client that trusts that certificate, and knows that version alone, agrees on. */
    private static String protocol(DoorFixture door, String certificate, String version) throws Exception {
        int port = door.address("https", "/").getPort();
        try (SSLSocket socket =
                (SSLSocket) TestTls.trusting(certificate).getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }
}
