package io.belvedere.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.LogProb;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers and refusals, as LangChain4j reads them. */
@ExtendWith(Shared.class)
class LangChain4jTest {
    private static MiniServer server;
    private static Gallery gallery;

    @BeforeAll
    static void connect(MiniServer served, Gallery pictures) {
        server = served;
        gallery = pictures;
    }

    private static OpenAiChatModelBuilder model() {
        return OpenAiChatModel.builder()
                .baseUrl(server.url())
                .apiKey(MiniServer.KEY)
                .modelName(MiniServer.MODEL)
                .temperature(0.0)
                .maxRetries(0);
    }

    static UserMessage about(ImageContent picture) {
        return UserMessage.from(picture, TextContent.from("What's in this image?"));
    }

    /** With the detail that LangChain4j asks for by itself, which is low. */
    static ImageContent inline(String picture) throws Exception {
        return ImageContent.from(Gallery.base64(picture), "image/png");
    }

    static ImageContent remote(Gallery gallery, String picture) {
        return ImageContent.from(gallery.address(picture));
    }

    @Test
    void aPictureIsSeenByAddressAndAsBase64Alike() throws Exception {
        ChatResponse remote = model().build().chat(about(remote(gallery, "scene")));
        ChatResponse inline = model().build().chat(about(inline("scene")));
        assertThat(remote.aiMessage().text())
                .contains(Questions.SCENE)
                .isEqualTo(inline.aiMessage().text());
        assertThat(remote.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(remote.modelName()).isEqualTo(MiniServer.MODEL);
        assertThat(remote.tokenUsage().totalTokenCount())
                .isEqualTo(remote.tokenUsage().inputTokenCount()
                        + remote.tokenUsage().outputTokenCount());
        assertThat(remote.tokenUsage().inputTokenCount()).isGreaterThan(16);
    }

    @Test
    void aChatGoesOn() throws Exception {
        UserMessage first = about(inline("hearts"));
        ChatResponse answer = model().build().chat(SystemMessage.from("You see pictures."), first);
        ChatResponse next = model().build()
                .chat(
                        SystemMessage.from("You see pictures."),
                        first,
                        answer.aiMessage(),
                        UserMessage.from("How many hearts are there?"));
        assertThat(next.aiMessage().text()).contains("4");
        OpenAiChatResponseMetadata metadata = (OpenAiChatResponseMetadata) next.metadata();
        assertThat(metadata.tokenUsage().inputTokensDetails().cachedTokens()).isPositive();
    }

    @Test
    void limitsAndStopStringsEndTheAnswer() {
        UserMessage hello = UserMessage.from("Hello");
        String whole = model().build().chat(hello).aiMessage().text();
        ChatResponse limited = model().maxTokens(2).build().chat(hello);
        assertThat(limited.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(limited.tokenUsage().outputTokenCount()).isEqualTo(2);
        ChatResponse stopped = model().stop(List.of("picture", "zebra")).build().chat(hello);
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(stopped.aiMessage().text()).isEqualTo(whole.substring(0, whole.indexOf("picture")));
    }

    @Test
    void logprobsTellEachToken() {
        ChatResponse answer = model().logprobs(true).topLogprobs(2).build().chat(UserMessage.from("Hello"));
        List<LogProb> tokens = ((OpenAiChatResponseMetadata) answer.metadata()).logProbs();
        assertThat(tokens.stream().map(LogProb::token).collect(Collectors.joining()))
                .isEqualTo(answer.aiMessage().text());
        assertThat(tokens).allSatisfy(token -> {
            assertThat(token.logprob()).isNotPositive();
            assertThat(token.topLogprobs()).hasSize(2);
        });
    }

    static Stream<Arguments> refusals() {
        ToolSpecification tool =
                ToolSpecification.builder().name("look").description("looks").build();
        ChatRequest.Builder hello = ChatRequest.builder().messages(UserMessage.from("Hello"));
        return Stream.of(
                arguments(
                        "a wrong key",
                        model().apiKey("wrong"),
                        hello,
                        AuthenticationException.class,
                        "invalid_api_key"),
                arguments("another model", model().modelName("gpt-x"), hello, ModelNotFoundException.class, "gpt-x"),
                arguments("temperature", model().temperature(3.0), hello, InvalidRequestException.class, "temperature"),
                arguments(
                        "JSON",
                        model().responseFormat("json_object"),
                        hello,
                        InvalidRequestException.class,
                        "response_format"),
                arguments(
                        "a picture that is not there",
                        model(),
                        ChatRequest.builder().messages(about(remote(gallery, "none"))),
                        InvalidRequestException.class,
                        "failed_to_download_image"),
                arguments(
                        "tools",
                        model(),
                        ChatRequest.builder()
                                .messages(UserMessage.from("Hello"))
                                .toolSpecifications(tool),
                        InvalidRequestException.class,
                        "tools"),
                arguments(
                        "JSON in the request",
                        model(),
                        ChatRequest.builder()
                                .messages(UserMessage.from("Hello"))
                                .responseFormat(ResponseFormat.JSON),
                        InvalidRequestException.class,
                        "response_format"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalIsTheExceptionMadeForIt(
            String name,
            OpenAiChatModelBuilder model,
            ChatRequest.Builder request,
            Class<? extends Exception> exception,
            String fact) {
        assertThatExceptionOfType(exception)
                .isThrownBy(() -> model.build().chat(request.build()))
                .withMessageContaining(fact);
    }
}
