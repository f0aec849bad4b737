package io.belvedere.server.openai;

import io.belvedere.chat.ChatRequest;
import io.belvedere.chat.Deadline;
import io.belvedere.chat.Message;
import io.belvedere.chat.ModelCard;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import io.belvedere.chat.SamplingOptions;
import io.belvedere.server.openai.wire.ChatCompletionRequest;
import io.belvedere.server.openai.wire.ChatCompletionRequest.RequestMessage;
import io.belvedere.server.settings.Limit;
import io.belvedere.server.settings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides every field of a request: honoured, refused with its name, or known to have no effect. Null is absent. This
 * happens here and nowhere else.
 */
final class RequestReader {
    private static final ChatCompletionRequest.StreamOptions NO_OPTIONS =
            new ChatCompletionRequest.StreamOptions(null, null, Map.of());

    private static final List<String> EFFORTS = List.of("minimal", "low", "medium", "high", "xhigh", "max");

    private static final int MOST_SALT = 1_000;

    private final Limits limits;

    RequestReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param served the only model that a request may name
     * @param caller on whose behalf it comes
     */
    ChatCall read(ChatCompletionRequest wire, ModelCard served, String caller) throws ApiException {
        List<String> unknown = new ArrayList<>();
        checkModel(wire.model(), served);
        FieldRules.OF_REQUEST.checkAll("", wire.others(), unknown);
        boolean stream = Boolean.TRUE.equals(wire.stream());
        ChatCompletionRequest.StreamOptions options = streamOptions(wire, stream, unknown);
        OptionalInt maxTokens = maxTokens(wire);
        int choices =
                Numbers.within("n", wire.n(), 1, limits.intOf(Limit.CHOICES)).orElse(1);
        SamplingOptions sampling = SamplingReader.read(wire, maxTokens);
        reasoningEffort(wire.reasoningEffort(), unknown);
        List<String> stop = stop(wire.stop());
        PixelReader pixels = new PixelReader(served.pixels(), wire.mmProcessorKwargs());
        ContentReader content = new ContentReader(pixels, new BackgroundReader(wire.mediaIoKwargs()), unknown);
        List<Message> messages = messages(wire.messages(), content, unknown);
        int images = content.imageFields().size() + content.documentFields().size();
        if (images > limits.of(Limit.IMAGES)) {
            throw new ApiException(
                    "invalid_value",
                    "messages",
                    "A request may hold at most %d images; given %d.".formatted(limits.of(Limit.IMAGES), images));
        }
        return new ChatCall(
                new ChatRequest(
                        messages,
                        sampling,
                        maxTokens,
                        choices,
                        stop,
                        caller,
                        cacheSalt(wire.cacheSalt()),
                        deadline(wire.timeLimit())),
                served.id(),
                stream,
                Boolean.TRUE.equals(options.includeUsage()),
                Boolean.TRUE.equals(options.includeProgress()),
                content.imageFields(),
                content.documentFields(),
                unknown);
    }

    /** A model that does not think has nothing to do with more or less of it: the client is told. */
    private static void reasoningEffort(@Nullable String effort, List<String> withoutEffect) throws ApiException {
        if (effort == null || effort.equals("none")) {
            return;
        }
        if (!EFFORTS.contains(effort)) {
            throw new ApiException(
                    "invalid_value",
                    "reasoning_effort",
                    "'reasoning_effort' must be none, %s; given '%s'."
                            .formatted(
                                    String.join(", ", EFFORTS),
                                    effort.length() <= 64 ? effort : effort.substring(0, 64) + "..."));
        }
        withoutEffect.add("reasoning_effort");
    }

    private static String cacheSalt(@Nullable String salt) throws ApiException {
        if (salt != null && salt.length() > MOST_SALT) {
            throw new ApiException(
                    "invalid_value",
                    "cache_salt",
                    "'cache_salt' may have at most %d characters; given %d.".formatted(MOST_SALT, salt.length()));
        }
        return salt == null ? "" : salt;
    }

    private Deadline deadline(@Nullable Double seconds) throws ApiException {
        double most = limits.of(Limit.ANSWER_TIME) / 1e3;
        double limit = Numbers.withinAboveZero("time_limit", seconds, most).orElse(most);
        return Deadline.in(Duration.ofNanos((long) (limit * 1e9)));
    }

    /** Who names none asks for the one that there is. */
    private static void checkModel(@Nullable String model, ModelCard served) throws ApiException {
        if (model != null && !served.isNamed(model)) {
            String asked = model.length() <= 200 ? model : model.substring(0, 200) + "...";
            throw new ApiException(Models.notFound(asked, served));
        }
    }

    private static ChatCompletionRequest.StreamOptions streamOptions(
            ChatCompletionRequest wire, boolean stream, List<String> unknown) throws ApiException {
        ChatCompletionRequest.StreamOptions options = wire.streamOptions();
        if (options == null) {
            return NO_OPTIONS;
        }
        if (!stream) {
            throw new ApiException(
                    "invalid_value", "stream_options", "'stream_options' is only allowed together with stream: true.");
        }
        FieldRules.OF_STREAM_OPTIONS.checkAll("stream_options", options.others(), unknown);
        return options;
    }

    private static OptionalInt maxTokens(ChatCompletionRequest wire) throws ApiException {
        OptionalInt newer = Numbers.countOrAll("max_completion_tokens", wire.maxCompletionTokens(), 1);
        OptionalInt older = Numbers.countOrAll("max_tokens", wire.maxTokens(), 1);
        return newer.isPresent() ? newer : older;
    }

    private List<String> stop(@Nullable JsonNode stop) throws ApiException {
        if (stop == null || stop.isNull()) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode one : stop.isArray() ? stop.values() : List.of(stop)) {
            if (!one.isString()) {
                throw new ApiException("invalid_type", "stop", "'stop' must be a string or an array of strings.");
            }
            int length = one.stringValue().length();
            if (length < 1 || length > limits.of(Limit.STOP_LENGTH)) {
                throw new ApiException(
                        "invalid_value",
                        "stop",
                        "A string of 'stop' must have from 1 to %d characters; given %d."
                                .formatted(limits.of(Limit.STOP_LENGTH), length));
            }
            WellFormed.require(one.stringValue(), "stop", "A string of 'stop'");
            strings.add(one.stringValue());
        }
        if (strings.size() > limits.of(Limit.STOP_STRINGS)) {
            throw new ApiException(
                    "invalid_value",
                    "stop",
                    "'stop' may hold at most %d strings; given %d."
                            .formatted(limits.of(Limit.STOP_STRINGS), strings.size()));
        }
        return strings;
    }

    private List<Message> messages(
            @Nullable List<@Nullable RequestMessage> wire, ContentReader content, List<String> unknown)
            throws ApiException {
        if (wire == null) {
            throw missing("messages");
        }
        if (wire.isEmpty() || wire.size() > limits.of(Limit.MESSAGES)) {
            throw new ApiException(
                    "invalid_value",
                    "messages",
                    "'messages' must hold from 1 to %d messages; given %d."
                            .formatted(limits.of(Limit.MESSAGES), wire.size()));
        }
        List<Message> messages = new ArrayList<>(wire.size());
        for (int i = 0; i < wire.size(); i++) {
            messages.add(message(wire.get(i), "messages[%d]".formatted(i), content, unknown));
        }
        return messages;
    }

    private static Message message(
            @Nullable RequestMessage wire, String path, ContentReader content, List<String> unknown)
            throws ApiException {
        if (wire == null) {
            throw new ApiException("invalid_type", path, "'%s' must be an object.".formatted(path));
        }
        Role role = role(wire.role(), path + ".role");
        FieldRules.OF_MESSAGE.checkAll(path, wire.others(), unknown);
        JsonNode body = wire.content();
        if (body == null || body.isNull()) {
            throw missing(path + ".content");
        }
        List<Part> parts = new ArrayList<>();
        JsonNode images = wire.images();
        if (images != null && !images.isNull()) {
            parts.addAll(allowed(role, content.readImages(images, path + ".images"), path + ".images"));
        }
        parts.addAll(allowed(role, content.read(body, path + ".content"), path + ".content"));
        return new Message(role, parts);
    }

    private static List<Part> allowed(Role role, List<Part> parts, String path) throws ApiException {
        if (role != Role.USER && !parts.stream().allMatch(Part.Text.class::isInstance)) {
            throw new ApiException(
                    "invalid_value", path, "'%s' may hold images and files only in the role user.".formatted(path));
        }
        return parts;
    }

    private static Role role(@Nullable String role, String path) throws ApiException {
        if (role == null) {
            throw missing(path);
        }
        return switch (role) {
            case "developer", "system" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default ->
                throw new ApiException(
                        "unsupported_value",
                        path,
                        "'%s' must be developer, system, user or assistant; given '%s'."
                                .formatted(path, role.length() <= 64 ? role : role.substring(0, 64) + "..."));
        };
    }

    private static ApiException missing(String field) {
        return new ApiException("missing_required_parameter", field, "'%s' is required.".formatted(field));
    }
}
