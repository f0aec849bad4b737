package io.belvedere.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.CompletionEvent;
import io.belvedere.chat.FinishReason;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.compute.KvType;
import io.belvedere.engine.golden.Golden;
import io.belvedere.engine.golden.GoldenCase;
import io.belvedere.engine.golden.GoldenChat;
import io.belvedere.engine.golden.GoldenModel;
import io.belvedere.engine.image.AlphaRule;
import io.belvedere.engine.image.ImageDecoder;
import io.belvedere.engine.image.ImageLimits;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Conversations in, text out: the whole engine against the reference's answers. */
class LocalEngineGoldenTest {
    /** As the reference does: transparency is dropped, and keys and values are not rounded. */
    private static final EngineOptions OPTIONS = TinyEngine.options()
            .kvType(KvType.F32)
            .images(new ImageDecoder(ImageLimits.DEFAULT, AlphaRule.DROP))
            .build();

    @TestFactory
    List<DynamicContainer> answersAsTheReference() {
        return Golden.set().models("qwen2_5_vl").stream()
                .map(model -> DynamicContainer.dynamicContainer(
                        model.name(), model.cases().stream().map(golden -> test(model, golden))))
                .toList();
    }

    private static DynamicTest test(GoldenModel model, GoldenCase golden) {
        return DynamicTest.dynamicTest(golden.toString(), () -> {
            try (LocalEngine engine = LocalEngine.open(model.folder(), null, OPTIONS)) {
                ChatRequest request = new ChatRequest(
                        GoldenChat.messages(golden),
                        SamplingOptions.GREEDY,
                        OptionalInt.of(golden.greedyIds().length),
                        List.of());
                StringBuilder text = new StringBuilder();
                CompletionEvent event;
                CompletionEvent last;
                try (Completion completion = engine.submit(request)) {
                    event = completion.next();
                    assertThat(event).isInstanceOf(CompletionEvent.Started.class);
                    for (event = completion.next();
                            event instanceof CompletionEvent.TextDelta delta;
                            event = completion.next()) {
                        text.append(delta.text());
                    }
                    last = completion.next();
                }
                assertThat(text.toString())
                        .isEqualTo(golden.json()
                                .path("greedy")
                                .path("text_until_stop")
                                .asString());
                boolean stops = golden.json().path("greedy").path("stops_at").isNumber();
                assertThat(event)
                        .isEqualTo(new CompletionEvent.ChoiceEnded(0, stops ? FinishReason.STOP : FinishReason.LENGTH));
                assertThat(last)
                        .isInstanceOfSatisfying(
                                CompletionEvent.Finished.class,
                                finished -> assertThat(finished.usage().promptTokens())
                                        .isEqualTo(golden.inputIds().length));
            }
        });
    }
}
