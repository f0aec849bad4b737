package io.belvedere.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.server.http.TestTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server process with a certificate, called as clients and browsers call it. */
class SecureProcessTest {
    @Test
    void answersOverBothVersionsOfHttpAndLetsAllowedPagesRead() throws Exception {
        try (ServerProcess server = ServerProcess.withTinyModel(
                Map.of(),
                "--tls-certificate",
                TestTls.file("ec.pem").toString(),
                "--tls-key",
                TestTls.file("ec-key.pem").toString(),
                "--allow-origin",
                "https://app.example")) {
            URI base = server.address();
            assertThat(base).hasScheme("https");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                try (HttpClient client = TestTls.client(version)) {
                    HttpResponse<String> ready = get(client, base.resolve("/health/ready"), "https://app.example");
                    assertThat(ready.version()).isEqualTo(version);
                    assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
                    assertThat(ready.headers().firstValue("access-control-allow-origin"))
                            .contains("https://app.example");
                    assertThat(get(client, base.resolve("/v1/models"), "https://app.example")
                                    .statusCode())
                            .isEqualTo(200);
                    assertThat(get(client, base.resolve("/v1/models"), "https://other.example")
                                    .statusCode())
                            .isEqualTo(403);
                }
            }
            assertThat(server.stop()).isZero();
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI address, String origin) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("origin", origin).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
