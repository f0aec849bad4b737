package io.belvedere.server.openai;

/** A request that ends with an {@link ApiError}. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** The client's fault, with the field's path. */
    ApiException(String code, String param, String message) {
        this(ApiError.badRequest(code, param, message));
    }

    ApiError error() {
        return error;
    }
}
