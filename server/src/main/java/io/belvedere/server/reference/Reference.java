package io.belvedere.server.reference;

import io.belvedere.server.http.Router.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes that describe the API. Like all but {@code /health} they need a key where the server has one. */
public final class Reference {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] document;
    private final ReferencePage page;

    /** Reads what ships with the program. */
    public Reference() {
        try {
            List<Example> examples = Example.all();
            ObjectNode openApi = (ObjectNode) JSON.readTree(Resources.text("openapi.json"));
            addSamples(openApi, examples);
            this.document = JSON.writeValueAsBytes(openApi);
            this.page = new ReferencePage(openApi, examples, Resources.text("docs.css"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code x-codeSamples} is what viewers of OpenAPI documents look for. */
    private static void addSamples(ObjectNode openApi, List<Example> examples) {
        ObjectNode completion = (ObjectNode) openApi.at("/paths/~1v1~1chat~1completions/post");
        ArrayNode samples = completion.putArray("x-codeSamples");
        for (Example example : examples) {
            samples.addObject()
                    .put("lang", example.language().title())
                    .put(
                            "label",
                            example.subject().title() + " ("
                                    + example.language().title() + ")")
                    .put("source", example.source());
        }
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/openapi.json", false, exchange -> exchange.send(200, "application/json", document)),
                new Route("GET", "/docs", false, page::send));
    }
}
