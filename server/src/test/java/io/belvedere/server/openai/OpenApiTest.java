package io.belvedere.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.chat.DocumentProblem;
import io.belvedere.chat.ImageProblem;
import io.belvedere.server.http.Router;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code /openapi.json} says what the code does: routes, bodies, ranges, errors. */
class OpenApiTest {
    private static final ScriptedBackend BACKEND = new ScriptedBackend(ApiFixture.colosseum());
    private static final Pattern CODE =
            Pattern.compile("(?:new ApiException\\(|badRequest\\(|new Refusal\\(\\s*\\d+,)\\s*\"([a-z0-9_]+)\"");

    private static ApiFixture api;
    private static JsonNode document;

    @BeforeAll
    static void open() throws Exception {
        api = new ApiFixture(BACKEND);
        document = ApiFixture.json(api.get("/openapi.json").body());
    }

    @AfterAll
    static void close() {
        api.close();
    }

    /** As the document writes them: methods in small letters, a prefix with its parameter, no query. */
    private static Set<String> routesOfTheServer() {
        Set<String> routes = api.router().routes().stream()
                .map(route -> route.method().toLowerCase(Locale.ROOT) + " "
                        + route.path().replaceFirst("\\?.*", "").replaceFirst("/models/$", "/models/{model}"))
                .collect(Collectors.toCollection(TreeSet::new));
        routes.removeIf(route -> routes.contains(route.replaceFirst(" ", " /v1")));
        return routes;
    }

    @Test
    void tellsEachRouteAndNoOther() {
        Set<String> told = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().propertyNames().forEach(method -> told.add(method + " " + path.getKey())));
        assertThat(told).isEqualTo(routesOfTheServer());
    }

    @Test
    void tellsWhichRoutesNeedNoKey() {
        Set<String> open = api.router().routes().stream()
                .filter(Router.Route::open)
                .map(Router.Route::path)
                .collect(Collectors.toSet());
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .values()
                        .forEach(operation -> assertThat(
                                        operation.path("security").valueStream().anyMatch(JsonNode::isEmpty))
                                .as(path.getKey())
                                .isEqualTo(open.contains(path.getKey()))));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsString("$ref");
        assertThat(references)
                .hasSizeGreaterThan(20)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("io.belvedere.server.openai.WireSchemas#records")
    void tellsEachBodyAsItIs(Class<?> record) {
        JsonNode schema = document.at("/components/schemas/" + record.getSimpleName());
        assertThat(schema.isObject())
                .as("a schema named " + record.getSimpleName())
                .isTrue();
        WireSchemas.check(record, schema);
    }

    private static JsonNode source() throws IOException {
        return ApiFixture.json(Files.readString(Path.of("src/main/resources/reference/openapi.json")));
    }

    static Stream<Arguments> ranges() throws Exception {
        List<Arguments> cases = new ArrayList<>();
        JsonNode fields = source().at("/components/schemas/ChatCompletionRequest/properties");
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            JsonNode schema = field.getValue();
            boolean whole = schema.path("type").toString().contains("integer");
            BigDecimal step = new BigDecimal(whole ? "1" : "0.001");
            if (schema.has("minimum") || schema.has("exclusiveMinimum")) {
                BigDecimal least =
                        schema.has("minimum") ? schema.path("minimum").decimalValue() : step;
                cases.add(Arguments.argumentSet(field.getKey() + " at its least", field.getKey(), least, true));
                cases.add(
                        Arguments.argumentSet(field.getKey() + " below", field.getKey(), least.subtract(step), false));
            }
            if (schema.has("maximum")) {
                BigDecimal most = schema.path("maximum").decimalValue();
                cases.add(Arguments.argumentSet(field.getKey() + " at its most", field.getKey(), most, true));
                cases.add(Arguments.argumentSet(field.getKey() + " above", field.getKey(), most.add(step), false));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void tellsTheRangesThatHold(String field, BigDecimal value, boolean taken) throws Exception {
        String others = field.equals("top_logprobs") ? "\"logprobs\": true," : "";
        String body = ApiFixture.hello("%s \"%s\": %s,".formatted(others, field, value.toPlainString()));
        if (taken) {
            assertThat(ParameterTableTest.read(body).ignoredFields()).isEmpty();
        } else {
            assertThatThrownBy(() -> ParameterTableTest.read(body))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> assertThat(refusal.error().param()).isEqualTo(field));
        }
    }

    @Test
    void eachNumberOfARequestHasARange() {
        JsonNode fields = document.at("/components/schemas/ChatCompletionRequest/properties");
        assertThat(HostileFields.typed()
                        .filter(field -> field.getType() == Long.class || field.getType() == Double.class)
                        .map(HostileFields::name))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(fields.path(name).propertyNames())
                        .as(name)
                        .contains("maximum")
                        .containsAnyOf("minimum", "exclusiveMinimum"));
    }

    /** Of the scripted model, whose pictures are as large as those of a server with its defaults. */
    static Stream<Arguments> ofPictures() throws Exception {
        List<Arguments> cases = new ArrayList<>();
        for (String end : List.of("min_pixels", "max_pixels")) {
            for (String schema : List.of("ImagePart", "ImageUrl", "FilePart", "File", "PixelRange")) {
                JsonNode field = source().at("/components/schemas/%s/properties/%s".formatted(schema, end));
                long least = field.path("minimum").asLong();
                long most = field.path("maximum").asLong();
                cases.add(Arguments.argumentSet(schema + "." + end, schema, end, least, most));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("ofPictures")
    void tellsThePixelsThatHold(String schema, String end, long least, long most) throws Exception {
        for (long taken : List.of(least, most)) {
            assertThat(ParameterTableTest.read(withPixels(schema, end, taken)).ignoredFields())
                    .isEmpty();
        }
        for (long refused : List.of(least - 1, most + 1)) {
            assertThatThrownBy(() -> ParameterTableTest.read(withPixels(schema, end, refused)))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining(end);
        }
    }

    private static final String FILE = "\"file_data\": \"data:application/pdf;base64,JVBERi0=\"";

    private static String withPixels(String schema, String end, long pixels) {
        String field = "\"%s\": %d".formatted(end, pixels);
        return switch (schema) {
            case "PixelRange" -> ApiFixture.hello("\"mm_processor_kwargs\": {%s},".formatted(field));
            case "ImagePart" ->
                HostileBody.saying(
                        "[{\"type\": \"image_url\", \"image_url\": \"https://h.example/a\", %s}]".formatted(field));
            case "FilePart" -> HostileBody.saying("[{\"type\": \"file\", \"file\": {%s}, %s}]".formatted(FILE, field));
            case "File" -> HostileBody.saying("[{\"type\": \"file\", \"file\": {%s, %s}}]".formatted(FILE, field));
            default ->
                HostileBody.saying("[{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://h.example/a\", %s}}]"
                        .formatted(field));
        };
    }

    @Test
    void eachWordThatIsToldIsTaken() throws Exception {
        for (JsonNode role : document.at("/components/schemas/RequestMessage/properties/role/enum")
                .values()) {
            String body = ApiFixture.hello("").replace("\"user\"", role.toString());
            assertThat(ParameterTableTest.read(body).request().messages()).hasSize(1);
        }
        for (String schema : List.of("ImagePart", "ImageUrl", "FilePart", "File")) {
            for (JsonNode detail : document.at("/components/schemas/" + schema + "/properties/detail/enum")
                    .values()) {
                String body = withPixels(schema, "detail", 0).replace("\"detail\": 0", "\"detail\": " + detail);
                assertThat(ParameterTableTest.read(body).ignoredFields()).isEmpty();
            }
        }
    }

    @Test
    void tellsTheErrorsThatTheDocumentTells() throws Exception {
        Set<String> told = new TreeSet<>();
        for (JsonNode error : document.path("x-errors").values()) {
            error.path("codes")
                    .values()
                    .forEach(code -> told.add(error.path("status").asString() + " " + code.asString()));
        }
        assertThat(told).isEqualTo(errorsOfTheDocument());
    }

    private static Set<String> errorsOfTheDocument() throws Exception {
        Set<String> errors = new TreeSet<>();
        String page = ParameterTableTest.apiDocument();
        for (String row : page.substring(page.indexOf("\n## Errors")).lines().toList()) {
            if (row.matches("\\| [45].*")) {
                String[] cells = row.split("\\|");
                List<String> statuses =
                        Arrays.stream(cells[1].split(",")).map(String::strip).toList();
                List<String> codes = FieldTables.quoted(cells[2]);
                for (int i = 0; i < codes.size(); i++) {
                    errors.add(statuses.get(statuses.size() == 1 ? 0 : i) + " " + codes.get(i));
                }
            }
        }
        return errors;
    }

    @Test
    void tellsEachErrorOfTheCodeAndNoOther() throws Exception {
        Set<String> told = new TreeSet<>();
        document.path("x-errors")
                .values()
                .forEach(error -> error.path("codes").values().forEach(code -> told.add(code.asString())));
        String sources = sources(Path.of("src/main/java")) + sources(Path.of("../engine/src/main/java"));
        Set<String> ofEnums = new TreeSet<>();
        Set<String> raised = new TreeSet<>(
                CODE.matcher(sources).results().map(match -> match.group(1)).toList());
        for (ImageProblem problem : ImageProblem.values()) {
            String code = problem.name().toLowerCase(Locale.ROOT);
            ofEnums.add(code);
            if (sources.contains("ImageProblem." + problem)) {
                raised.add(code);
            }
        }
        for (DocumentProblem problem : DocumentProblem.values()) {
            String code = problem.name().toLowerCase(Locale.ROOT);
            ofEnums.add(code);
            raised.add(code);
        }
        assertThat(told).containsAll(raised);
        assertThat(told)
                .allSatisfy(code -> assertThat(ofEnums.contains(code) || sources.contains("\"" + code + "\""))
                        .as(code)
                        .isTrue());
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
