/**
 * The shapes of the OpenAI chat completions API as JSON: what comes in with every field optional, what goes out in
 * full. Start at {@link io.belvedere.server.openai.wire.ChatCompletionRequest} and
 * {@link io.belvedere.server.openai.wire.Json}.
 *
 * <p>Decides nothing: that is {@code RequestReader}'s part.
 */
@NullMarked
package io.belvedere.server.openai.wire;

import org.jspecify.annotations.NullMarked;
