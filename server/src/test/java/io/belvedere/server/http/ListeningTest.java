package io.belvedere.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.server.settings.Limits;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of this machine's addresses a host stands for. */
class ListeningTest {
    private static final String RESERVED_IPV6 = "::1";

    private static HttpDoor door() {
        return new HttpDoor(
                Limits.DEFAULTS,
                new Router(List.of()),
                (head, client) -> new Admission.Admitted(client),
                refusal -> new byte[0]);
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Those that this machine has for itself: of IPv4, and of IPv6 where it knows that. */
    private static List<InetAddress> loopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(InetAddress::isLoopbackAddress)
                .toList();
    }

    @Test
    void allOfIpv4IsNothingOfIpv6() throws Exception {
        try (HttpDoor door = door()) {
            int port = door.open("0.0.0.0", 0);
            for (InetAddress address : loopback()) {
                assertThat(answers(address, port)).as(address.toString()).isEqualTo(address instanceof Inet4Address);
            }
            assertThat(answers(InetAddress.getByName(RESERVED_IPV6), port)).isFalse();
        }
    }

    @Test
    void allOfIpv6IsAllOfBoth() throws Exception {
        List<InetAddress> addresses = loopback();
        String all = addresses.stream().anyMatch(Inet6Address.class::isInstance) ? "::" : "0.0.0.0";
        try (HttpDoor door = door()) {
            int port = door.open(all, 0);
            for (InetAddress address : addresses) {
                assertThat(answers(address, port)).as(address.toString()).isTrue();
            }
        }
    }

    @Test
    void localhostIsWhereTheDefaultListens() throws Exception {
        try (HttpDoor door = door()) {
            int port = door.open("127.0.0.1", 0);
            assertThat(answers(InetAddress.getByName("localhost"), port)).isTrue();
            assertThat(answers(InetAddress.getByName(RESERVED_IPV6), port)).isFalse();
        }
    }

    @Test
    void whatIsTakenIsNotFree() throws Exception {
        try (HttpDoor door = door()) {
            int port = door.open("127.0.0.1", 0);
            assertThatThrownBy(() -> HttpDoor.requireFree("127.0.0.1", port)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> HttpDoor.requireFree("0.0.0.0", port)).isInstanceOf(IOException.class);
            HttpDoor.requireFree("127.0.0.1", 0);
        }
    }
}
