/**
 * The OpenAI API: requests are decided, answers written, faults told. Start at
 * {@link io.belvedere.server.openai.ChatCompletions}; {@link io.belvedere.server.openai.RequestReader} is the one place
 * where a field is honoured or refused.
 *
 * <p>Knows {@code ChatBackend} and {@code Exchange}; knows no HTTP library, no engine and no fetching.
 */
@NullMarked
package io.belvedere.server.openai;

import org.jspecify.annotations.NullMarked;
