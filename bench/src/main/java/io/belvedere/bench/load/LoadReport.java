package io.belvedere.bench.load;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a trial found, as scripts read it: the names are stable, what was left out is null.
 *
 * @param started ISO 8601
 * @param alone the same mix from one client
 * @param loadAgainstAlone the ratio of their answers/s
 * @param pictures the round of distinct pictures
 * @param vitals of the server's process, the first after the warm-up; empty if it is not known
 * @param failures each a sentence; none: the trial is passed
 */
@JsonNaming(SnakeCaseStrategy.class)
record LoadReport(
        String started,
        Machine machine,
        String java,
        String model,
        String url,
        LoadSettings settings,
        @Nullable Figures load,
        @Nullable Figures alone,
        @Nullable Double loadAgainstAlone,
        @Nullable Figures pictures,
        List<Vitals> vitals,
        List<String> failures) {
    /** One object on one line. */
    String json() {
        return JsonMapper.builder()
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build()
                .writeValueAsString(this);
    }
}
