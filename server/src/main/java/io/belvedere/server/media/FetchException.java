package io.belvedere.server.media;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ImageProblem;

/**
 * A picture that can't be had. The message is for the client: fixed sentences, nothing of what the network answered.
 */
final class FetchException extends Exception {
    private static final long serialVersionUID = 1;

    private final ImageProblem problem;
    private final String fact;

    FetchException(ImageProblem problem, String fact) {
        super(fact);
        this.problem = problem;
        this.fact = fact;
    }

    static FetchException badUrl(String fact) {
        return new FetchException(ImageProblem.INVALID_IMAGE_URL, "The image's URL can't be used: " + fact + ".");
    }

    static FetchException failed(String fact) {
        return new FetchException(
                ImageProblem.FAILED_TO_DOWNLOAD_IMAGE, "The image could not be downloaded: " + fact + ".");
    }

    static FetchException tooLarge(String limit) {
        return new FetchException(
                ImageProblem.IMAGE_FILE_TOO_LARGE, "The image could not be downloaded: " + limit + ".");
    }

    /** About a request's picture, counted from 0. */
    ChatException at(int image) {
        return new ChatException(new ChatFailure.BadImage(image, problem, fact));
    }

    ImageProblem problem() {
        return problem;
    }

    /** The message. */
    String fact() {
        return fact;
    }
}
