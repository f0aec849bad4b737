package io.belvedere.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client against a server that sends fixed bytes. */
class ClientTest {
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}],\"usage\":{\"completion_tokens\":2}}";
    private static final String REFUSAL = "{\"error\":{\"message\":\"no\"}}";

    private static String reply(int status, String headers, String body) {
        return "HTTP/1.1 %d Word\r\ncontent-length: %d\r\n%s\r\n%s".formatted(status, body.length(), headers, body);
    }

    private static Outcome outcome(Conduct conduct, boolean streamed, String reply) throws Exception {
        PlannedRequest request = new PlannedRequest(5, "{}".getBytes(UTF_8), false, streamed, 2, conduct);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> answer(server, reply));
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Outcome outcome = new Client(new Target(address, "", "m", 100), Duration.ofSeconds(20)).play(request);
            answering.join();
            return outcome;
        }
    }

    /** Reads the request's head and its body of two bytes, answers and closes. */
    private static void answer(ServerSocket server, String reply) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            while (!HttpHead.line(in).isEmpty()) {
                // headers
            }
            in.readNBytes(2);
            socket.getOutputStream().write(reply.getBytes(UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String problem(Conduct conduct, boolean streamed, String reply) throws Exception {
        Outcome outcome = outcome(conduct, streamed, reply);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).problem();
    }

    @Test
    void takesACompleteAnswer() throws Exception {
        Outcome outcome = outcome(new Conduct.Patient(), false, reply(200, "", ANSWER));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.answer().text()).isEqualTo("yes"));
    }

    @Test
    void refusesAnAnswerThatIsCutOrHasMoreBehindIt() throws Exception {
        String whole = reply(200, "", ANSWER);

        assertThat(problem(new Conduct.Patient(), false, whole.substring(0, whole.length() - 1)))
                .contains("ended after");
        assertThat(problem(new Conduct.Patient(), false, whole + "x")).contains("behind the end");
        assertThat(problem(new Conduct.Patient(), false, reply(200, "", ANSWER.replace(":2}", ":3}"))))
                .contains("3 tokens, where at most 2");
        assertThat(problem(new Conduct.Patient(), true, reply(200, "", "data: {\"id\":\"a\"}\n\n")))
                .contains("without [DONE]");
        assertThat(problem(new Conduct.Patient(), false, "")).contains("connection ended");
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void comesAgainWhenToldTo(int status) throws Exception {
        Outcome outcome = outcome(new Conduct.Patient(), true, reply(status, "Retry-After: 7\r\n", REFUSAL));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Overloaded.class,
                        overloaded -> assertThat(overloaded.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(problem(new Conduct.Patient(), true, reply(status, "", REFUSAL)))
                .contains("Retry-After");
    }

    @Test
    void badInputMustGetItsStatusAndAReason() throws Exception {
        Conduct faulty = new Conduct.Faulty(Fault.UNKNOWN_MODEL);

        assertThat(outcome(faulty, false, reply(404, "", REFUSAL))).isInstanceOf(Outcome.RefusedRightly.class);
        assertThat(problem(faulty, false, reply(400, "", REFUSAL))).contains("status 400, wanted 404");
        assertThat(problem(faulty, false, reply(200, "", ANSWER))).contains("status 200, wanted 404");
        assertThat(problem(faulty, false, reply(404, "", "{}"))).contains("without error.message");
    }

    @ParameterizedTest
    @CsvSource({"SENDING", "WAITING", "READING"})
    void leavesAtItsMoment(Conduct.Moment moment) throws Exception {
        String event = "data: {\"id\":\"a\",\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";
        Outcome outcome = outcome(new Conduct.Leaving(moment, 0.1, false), true, reply(200, "", event));

        assertThat(outcome).isInstanceOf(Outcome.Left.class);
    }
}
