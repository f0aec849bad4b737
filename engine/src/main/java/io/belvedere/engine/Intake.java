package io.belvedere.engine;

import io.belvedere.chat.ChatException;
import io.belvedere.chat.ChatFailure;
import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Completion;
import io.belvedere.chat.PromptSize;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.engine.features.ImageCache;
import io.belvedere.engine.model.PromptPlan;
import io.belvedere.engine.model.VisionLanguageModel;
import io.belvedere.engine.run.AnswerInbox;
import io.belvedere.engine.run.Assignment;
import io.belvedere.engine.run.EngineLoop;
import io.belvedere.engine.run.Sequence;
import io.belvedere.engine.run.TokenChannel;
import io.belvedere.engine.sampling.Sampler;
import java.util.ArrayList;
import java.util.List;

/** The way of a request from the caller to the engine's loop; on the request's thread. */
final class Intake {
    private final VisionLanguageModel model;
    private final int contextTokens;
    private final PromptPlanner planner;
    private final PictureReader pictures;
    private final EngineLoop loop;
    private final Backlog backlog;

    Intake(
            EngineOptions options,
            VisionLanguageModel model,
            int contextTokens,
            ImageCache images,
            EngineLoop loop,
            Backlog backlog) {
        ServingOptions serving = options.serving();
        this.model = model;
        this.contextTokens = contextTokens;
        this.planner = new PromptPlanner(
                options.images(),
                serving.decoding(),
                model,
                new TextTurns(contextTokens, model.vocabulary().longestToken()),
                serving.sliceTokens());
        this.pictures = new PictureReader(
                options.images(),
                model,
                new DecodingTurns(
                        serving.decoding().threads(), serving.decoding().time(), DecodingTurns.Clock.OF_THIS_MACHINE),
                new MemoryBudget(serving.decoding().bytes()),
                new MemoryBudget(serving.patchBytes()),
                images);
        this.loop = loop;
        this.backlog = backlog;
    }

    /**
     * Takes a request on: lays its prompt out, takes a place, reads its pictures, and hands its answers over to the
     * loop.
     *
     * @throws ChatException if it can't be answered, or there is no room for it
     */
    Completion take(ChatRequest request) throws ChatException, InterruptedException {
        requireKnownTokens(request.sampling());
        PromptPlanner.Planned plan = planner.plan(request);
        int prompt = plan.tokens();
        int room = contextTokens - prompt;
        if (room < 1) {
            throw new ChatException(new ChatFailure.ContextTooLong(prompt, contextTokens));
        }
        int limit = Math.min(request.maxTokens().orElse(room), room);
        Runnable leave = backlog.enter(request.caller(), request.choices(), prompt, limit);
        PictureReports reports = new PictureReports(plan.views());
        AnswerInbox inbox = begin(request, plan, reports, limit, leave);
        return new LocalCompletion(plan.layout(), reports, inbox, model.vocabulary(), request.stop());
    }

    /** Lays the prompt out and no more. */
    PromptSize measure(ChatRequest request) throws ChatException, InterruptedException {
        requireKnownTokens(request.sampling());
        PromptPlanner.Planned plan = planner.plan(request);
        return new PromptSize(plan.tokens(), plan.views());
    }

    /** Reads the pictures and hands the answers over to the loop; everything is given back if that fails. */
    private AnswerInbox begin(
            ChatRequest request, PromptPlanner.Planned plan, PictureReports reports, int limit, Runnable leave)
            throws ChatException, InterruptedException {
        Runnable giveBack = () -> {};
        boolean begun = false;
        try {
            PictureReader.Reading reading = pictures.begin(plan, request.caller(), request.deadline());
            giveBack = reading.giveBack();
            List<Assignment.Picture> read = reading.pictures(reports);
            List<Runnable> patchesGone = MemoryBudget.shared(giveBack, request.choices());
            AnswerInbox inbox = new AnswerInbox(request.choices());
            List<Sequence> sequences = new ArrayList<>();
            for (TokenChannel channel : inbox.channels()) {
                int choice = sequences.size();
                Assignment assignment = new Assignment(
                        plan.layout(),
                        read,
                        sampler(request.sampling().ofChoice(choice), plan.layout()),
                        model.defaults().stopTokens(),
                        limit,
                        request.caller(),
                        request.cacheSalt(),
                        patchesGone.get(choice),
                        leave,
                        request.deadline());
                sequences.add(new Sequence(assignment, channel, LocalEngine.BLOCK_TOKENS));
            }
            begun = loop.add(sequences);
            if (!begun) {
                throw hasEnded();
            }
            return inbox;
        } catch (OverdueException e) {
            return AnswerInbox.ofNothing(request.choices());
        } finally {
            if (!begun) {
                giveBack.run();
                for (int i = 0; i < request.choices(); i++) {
                    leave.run();
                }
            }
        }
    }

    private Sampler sampler(SamplingOptions options, PromptPlan plan) {
        return new Sampler(options, model.defaults(), model.shape().tokens(), plan.tokens());
    }

    /** @throws ChatException if not even the smallest request of a caller would be taken on now */
    void requireRoom(String caller) throws ChatException {
        if (loop.hasEnded()) {
            throw hasEnded();
        }
        backlog.requireRoom(caller);
    }

    private static ChatException hasEnded() {
        return new ChatException(new ChatFailure.Internal("The engine has ended and takes no requests."));
    }

    private void requireKnownTokens(SamplingOptions sampling) throws ChatException {
        int tokens = model.shape().tokens();
        for (int token : sampling.logitBias().keySet()) {
            if (token < 0 || token >= tokens) {
                throw new ChatException(new ChatFailure.Invalid(
                        "'logit_bias' names token %d; this model's vocabulary has %d tokens, from 0 to %d."
                                .formatted(token, tokens, tokens - 1),
                        "logit_bias"));
            }
        }
    }
}
