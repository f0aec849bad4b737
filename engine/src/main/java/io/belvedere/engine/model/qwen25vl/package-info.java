/**
 * The Qwen2.5-VL family (Qwen2.5-VL technical report, 2025): pictures, vision encoder, prompt and decoder.
 *
 * <p>Start at {@link io.belvedere.engine.model.qwen25vl.Qwen25Vl}. Knows no other family; nobody outside knows it but
 * the list of families.
 */
@NullMarked
package io.belvedere.engine.model.qwen25vl;

import org.jspecify.annotations.NullMarked;
