/**
 * Model files: GGUF and safetensors, mapped into memory and checked before a byte of them is used. Start at
 * {@link io.belvedere.engine.format.ModelFiles}.
 *
 * <p>Knows containers, keys and tensors; what they mean to a model family is not its business.
 */
@NullMarked
package io.belvedere.engine.format;

import org.jspecify.annotations.NullMarked;
