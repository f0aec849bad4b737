package io.belvedere.clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.List;

/** Requests of the OpenAI SDK, and what stands in its answers. */
final class Questions {
    /** What the scene shows, as the model tells it. */
    static final String[] SCENE = {"orange hexagon", "two blue crescents", "orange fish"};

    private Questions() {}

    /** A client that sends each request once. */
    static OpenAIClient client(MiniServer server) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.url())
                .apiKey(MiniServer.KEY)
                .maxRetries(0)
                .build();
    }

    /** Without a message; the most probable answer. */
    static ChatCompletionCreateParams.Builder blank() {
        return ChatCompletionCreateParams.builder().model(MiniServer.MODEL).temperature(0);
    }

    static ChatCompletionCreateParams.Builder hello() {
        return blank().addUserMessage("Hello");
    }

    static ChatCompletionCreateParams.Builder about(String pictureUrl) {
        return about(List.of(pictureUrl), "What's in this image?");
    }

    static ChatCompletionCreateParams.Builder about(List<String> pictureUrls, String question) {
        List<ChatCompletionContentPart> parts = new ArrayList<>();
        pictureUrls.forEach(url -> parts.add(picture(url)));
        parts.add(ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(question).build()));
        return blank().addUserMessageOfArrayOfContentParts(parts);
    }

    private static ChatCompletionContentPart picture(String url) {
        return ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                        .url(url)
                        .detail(ChatCompletionContentPartImage.ImageUrl.Detail.HIGH)
                        .build())
                .build());
    }

    /** One whose answer fills the context: seconds, if it is not given up. */
    static ChatCompletionCreateParams.Builder endless() {
        return hello().putAdditionalBodyProperty("min_tokens", JsonValue.from(1_900))
                .putAdditionalBodyProperty("stop_on_repetition", JsonValue.from(false));
    }

    static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    static String finishReason(ChatCompletion answer) {
        return answer.choices().getFirst().finishReason().asString();
    }

    static long imageTokens(ChatCompletion answer) {
        return answer.usage()
                .orElseThrow()
                .promptTokensDetails()
                .orElseThrow()
                .imageTokens()
                .orElseThrow();
    }
}
