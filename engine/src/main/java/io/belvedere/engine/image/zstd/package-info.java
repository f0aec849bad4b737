/**
 * Zstandard (RFC 8878) from a byte array, without dictionaries: frames of blocks, each of literals and of sequences
 * that copy.
 *
 * <p>Takes hostile bytes: what comes out is bounded by the caller. Start at {@link
 * io.belvedere.engine.image.zstd.ZstdDecoder}.
 */
@NullMarked
package io.belvedere.engine.image.zstd;

import org.jspecify.annotations.NullMarked;
