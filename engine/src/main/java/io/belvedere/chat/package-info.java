/**
 * The domain vocabulary: what is asked of a model and what comes back. Start at {@link io.belvedere.chat.ChatBackend}.
 *
 * <p>Valid by construction; knows no wire format, no transport and no model family.
 */
@NullMarked
package io.belvedere.chat;

import org.jspecify.annotations.NullMarked;
