package io.belvedere.engine.golden;

import io.belvedere.chat.ImageBytes;
import io.belvedere.chat.ImageSource;
import io.belvedere.chat.Message;
import io.belvedere.chat.Part;
import io.belvedere.chat.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A golden case's conversation in the domain's words. */
public final class GoldenChat {
    private GoldenChat() {}

    public static List<Message> messages(GoldenCase golden) throws IOException {
        Iterator<Path> pictures = golden.images().iterator();
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : golden.json().path("messages")) {
            Role role = Role.valueOf(message.path("role").asString().toUpperCase(Locale.ROOT));
            messages.add(new Message(role, parts(message.path("content"), pictures)));
        }
        return messages;
    }

    private static List<Part> parts(JsonNode content, Iterator<Path> pictures) throws IOException {
        if (content.isString()) {
            return List.of(new Part.Text(content.asString()));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("type").asString().equals("image")) {
                byte[] bytes = Files.readAllBytes(pictures.next());
                parts.add(new Part.Image(new ImageSource.Inline(new ImageBytes(bytes))));
            } else {
                parts.add(new Part.Text(part.path("text").asString()));
            }
        }
        return parts;
    }
}
