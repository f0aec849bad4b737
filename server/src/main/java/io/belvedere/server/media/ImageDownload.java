package io.belvedere.server.media;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageProblem;
import io.belvedere.engine.image.ImageFormat;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

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

    ImageBytes fetch(URI uri, ByteAllowance.Share share) throws FetchException, InterruptedException {
        Deadline deadline = Deadline.in(limits.time(Limit.REMOTE_TIME));
        URI next = uri;
        for (int hops = 0; hops <= limits.of(Limit.REMOTE_REDIRECTS); hops++) {
            PinnedHttp.Answer answer = get(RemoteAddress.parse(next), share, deadline);
            if (!answer.redirects()) {
                return picture(answer);
            }
            next = target(next, answer);
        }
        throw FetchException.failed("it redirects more than " + limits.of(Limit.REMOTE_REDIRECTS) + " times");
    }

    private PinnedHttp.Answer get(RemoteAddress address, ByteAllowance.Share share, Deadline deadline)
            throws FetchException, InterruptedException {
        List<InetAddress> checked = gate.admit(address, deadline);
        for (InetAddress one : checked) {
            try {
                return http.get(address, one, share, deadline);
            } catch (PinnedHttp.Unreachable e) {
                if (deadline.millisLeft() == 0) {
                    throw deadline.passed();
                }
            }
        }
        throw FetchException.failed("its host can't be reached");
    }

    private static URI target(URI from, PinnedHttp.Answer answer) throws FetchException {
        String location =
                answer.location().orElseThrow(() -> FetchException.failed("it redirects without saying where to"));
        try {
            return from.resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            throw FetchException.failed("it redirects to an address that is not valid");
        }
    }

    private static ImageBytes picture(PinnedHttp.Answer answer) throws FetchException {
        if (answer.status() != 200) {
            throw FetchException.failed("its host answered with the status " + answer.status());
        }
        if (answer.body().length == 0) {
            throw new FetchException(ImageProblem.EMPTY_IMAGE_FILE, "The image has 0 bytes.");
        }
        if (ImageFormat.of(answer.body()).isEmpty()) {
            throw new FetchException(
                    ImageProblem.UNSUPPORTED_IMAGE_MEDIA_TYPE,
                    "What the URL gives is not a PNG, JPEG, WebP, GIF, BMP or TIFF.");
        }
        return new ImageBytes(answer.body());
    }
}
