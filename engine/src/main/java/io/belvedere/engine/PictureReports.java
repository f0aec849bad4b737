package io.belvedere.engine;

import io.belvedere.chat.ImageReport;
import io.belvedere.chat.ImageView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What becomes of a request's pictures until its answers end. For one thread at a time. */
final class PictureReports {
    private final List<ImageView> views;
    private final long[] encodeNanos;
    private final BitSet known = new BitSet();

    PictureReports(List<ImageView> views) {
        this.views = views;
        this.encodeNanos = new long[views.size()];
    }

    /** The picture's features were there when the request came. */
    void known(int image) {
        known.set(image);
    }

    /** The picture was encoded for this request. */
    void encoded(int image, long nanos) {
        encodeNanos[image] += nanos;
    }

    /** @param answered whether there was a token of an answer: then the model saw every picture, from wherever */
    List<ImageReport> reports(boolean answered) {
        List<ImageReport> reports = new ArrayList<>(views.size());
        for (int image = 0; image < views.size(); image++) {
            boolean cached = encodeNanos[image] == 0 && (answered || known.get(image));
            reports.add(new ImageReport(views.get(image), cached, Duration.ofNanos(encodeNanos[image])));
        }
        return reports;
    }
}
