package io.belvedere.server.media;

import io.belvedere.chat.Deadline;
import io.belvedere.chat.ImageBytes;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Fetches one picture: follows redirects by hand, with every hop judged as if the client had named it. */
final class ImageDownload {
    private final EgressGate gate;
    private final PinnedHttp http;
    private final Limits limits;

    ImageDownload(EgressGate gate, PinnedHttp http, Limits limits) {
        this.gate = gate;
        this.http = http;
        this.limits = limits;
    }

    /** @param ofRequest when the time of all its pictures and of its answer is over */
    ImageBytes fetch(RemoteAddress address, ByteAllowance.Share share, Deadline ofRequest)
            throws FetchException, InterruptedException {
        Duration most = ofRequest.left(limits.time(Limit.REMOTE_TIME));
        try {
            return follow(address, share, Deadline.in(most));
        } catch (TimeoutException e) {
            throw FetchException.failed("it took longer than " + most.toMillis() + " ms");
        }
    }

    private ImageBytes follow(RemoteAddress address, ByteAllowance.Share share, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        RemoteAddress next = address;
        for (int hops = 0; hops <= limits.of(Limit.REMOTE_REDIRECTS); hops++) {
            PinnedHttp.Answer answer = get(next, share, deadline);
            if (answer.status() == 200) {
                return new ImageBytes(answer.body());
            } else if (!answer.redirects()) {
                throw FetchException.failed("its host answered with the status " + answer.status());
            }
            next = RemoteAddress.parse(target(next.uri(), answer));
        }
        throw FetchException.failed("it redirects more than " + limits.of(Limit.REMOTE_REDIRECTS) + " times");
    }

    private PinnedHttp.Answer get(RemoteAddress address, ByteAllowance.Share share, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        for (Route one : gate.admit(address, deadline)) {
            try {
                return http.get(address, one, share, deadline);
            } catch (PinnedHttp.Unreachable e) {
                if (deadline.isOver()) {
                    throw new TimeoutException();
                }
            }
        }
        throw FetchException.failed("its host can't be reached");
    }

    private static URI target(URI from, PinnedHttp.Answer answer) throws FetchException {
        String location =
                answer.location().orElseThrow(() -> FetchException.failed("it redirects without saying where to"));
        // RFC 3986, 5.2.2; URI.resolve follows an older one and loses the last part of the path
        boolean keepsPath = location.isEmpty() || location.startsWith("?") || location.startsWith("#");
        return WrittenUrl.toUri(keepsPath ? from.getRawPath() + location : location)
                .map(from::resolve)
                .orElseThrow(() -> FetchException.failed("it redirects to an address that is not valid"));
    }
}
