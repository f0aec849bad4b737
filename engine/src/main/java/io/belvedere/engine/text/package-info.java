/**
 * Text to token ids and back: the vocabulary, byte-level BPE, prompts as pieces, and the text stream of an answer.
 *
 * <p>Knows no model family: which control tokens a chat is made of and where words end is handed in. Start at {@link
 * io.belvedere.engine.text.BytePairTokenizer}.
 */
@NullMarked
package io.belvedere.engine.text;

import org.jspecify.annotations.NullMarked;
