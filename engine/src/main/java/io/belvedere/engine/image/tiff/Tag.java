package io.belvedere.engine.image.tiff;

/** The entries of a directory that pixels depend on (TIFF 6.0, appendix A). */
enum Tag {
    IMAGE_WIDTH(256),
    IMAGE_LENGTH(257),
    BITS_PER_SAMPLE(258),
    COMPRESSION(259),
    PHOTOMETRIC(262),
    FILL_ORDER(266),
    STRIP_OFFSETS(273),
    ORIENTATION(274),
    SAMPLES_PER_PIXEL(277),
    ROWS_PER_STRIP(278),
    STRIP_BYTE_COUNTS(279),
    PLANAR_CONFIGURATION(284),
    T4_OPTIONS(292),
    T6_OPTIONS(293),
    PREDICTOR(317),
    COLOR_MAP(320),
    TILE_WIDTH(322),
    TILE_LENGTH(323),
    TILE_OFFSETS(324),
    TILE_BYTE_COUNTS(325),
    INK_SET(332),
    NUMBER_OF_INKS(334),
    EXTRA_SAMPLES(338),
    SAMPLE_FORMAT(339),
    JPEG_TABLES(347),
    YCBCR_COEFFICIENTS(529),
    YCBCR_SUBSAMPLING(530),
    REFERENCE_BLACK_WHITE(532),
    ICC_PROFILE(34_675);

    private final int code;

    Tag(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
