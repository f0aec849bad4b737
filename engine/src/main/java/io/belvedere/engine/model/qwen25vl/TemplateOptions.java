package io.belvedere.engine.model.qwen25vl;

/**
 * What a chat template can be asked for.
 *
 * @param generationPrompt whether to end with the opening of the assistant's turn, so that the model goes on with its
 *     answer
 * @param pictureNumbers whether to write each image's number before it ({@code add_vision_id} of the published
 *     templates)
 */
record TemplateOptions(boolean generationPrompt, boolean pictureNumbers) {
    /** An answer is to follow; images are not numbered. */
    static final TemplateOptions ANSWER = new TemplateOptions(true, false);
}
