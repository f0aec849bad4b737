package io.belvedere.chat;

/** What can be wrong with a picture; the names are those of the OpenAI API's error codes. */
public enum ImageProblem {
    INVALID_IMAGE,
    INVALID_IMAGE_FORMAT,
    INVALID_BASE64_IMAGE,
    INVALID_IMAGE_URL,
    IMAGE_TOO_LARGE,
    IMAGE_TOO_SMALL,
    IMAGE_PARSE_ERROR,
    IMAGE_FILE_TOO_LARGE,
    UNSUPPORTED_IMAGE_MEDIA_TYPE,
    EMPTY_IMAGE_FILE,
    FAILED_TO_DOWNLOAD_IMAGE,
    IMAGE_FILE_NOT_FOUND
}
