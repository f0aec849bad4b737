package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.bench.load.Conduct.Faulty;
import io.belvedere.bench.load.Conduct.Leaving;
import io.belvedere.bench.load.Conduct.Moment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RequestMixTest {
    private static final int COUNT = 1_200;
    private static final Bodies BODIES = new Bodies("some-model", 100);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<PlannedRequest> MIX = mix(7, true);

    private static List<PlannedRequest> mix(long seed, boolean hasKey) {
        RequestMix mix = new RequestMix(BODIES, seed, hasKey);
        return IntStream.range(0, COUNT).parallel().mapToObj(mix::request).toList();
    }

    @Test
    void theSameSeedMakesTheSameRequestsInAnyOrder() {
        RequestMix again = new RequestMix(BODIES, 7, true);
        for (int i = 99; i >= 0; i--) {
            PlannedRequest request = again.request(i);
            assertThat(request.body()).isEqualTo(MIX.get(i).body());
            assertThat(request.conduct()).isEqualTo(MIX.get(i).conduct());
        }
    }

    @Test
    void anotherSeedDrawsOtherPictures() {
        Set<String> pictures = new HashSet<>(pictures(MIX));

        assertThat(pictures(mix(8, true)).stream().filter(pictures::contains).count())
                .isZero();
    }

    @Test
    void oneInTwentyIsBadInputAndOneInTenLeaves() {
        assertThat(MIX)
                .filteredOn(request -> request.conduct() instanceof Faulty)
                .hasSize(COUNT / 20);
        assertThat(MIX)
                .filteredOn(request -> request.conduct() instanceof Leaving)
                .hasSize(COUNT / 10);
    }

    @Test
    void everyFaultComesAsOftenAndTheWrongKeyOnlyWhereThereIsOne() {
        Map<Fault, Long> withKey = faults(MIX);

        assertThat(withKey).containsOnlyKeys(Fault.values());
        assertThat(withKey.values()).containsOnly((long) COUNT / 20 / Fault.values().length);
        assertThat(faults(mix(7, false))).hasSize(Fault.values().length - 1).doesNotContainKey(Fault.WRONG_KEY);
    }

    private static Map<Fault, Long> faults(List<PlannedRequest> mix) {
        return mix.stream()
                .map(PlannedRequest::conduct)
                .filter(Faulty.class::isInstance)
                .collect(Collectors.groupingBy(conduct -> ((Faulty) conduct).fault(), Collectors.counting()));
    }

    @Test
    void clientsLeaveAtEveryMomentAndInMidStreamOnlyWhereThereIsOne() {
        List<PlannedRequest> leaving = MIX.stream()
                .filter(request -> request.conduct() instanceof Leaving)
                .toList();

        assertThat(leaving)
                .extracting(request -> ((Leaving) request.conduct()).moment())
                .contains(Moment.values());
        assertThat(leaving)
                .filteredOn(request -> ((Leaving) request.conduct()).moment() == Moment.READING)
                .allMatch(PlannedRequest::streamed);
    }

    @Test
    void aboutHalfHavePicturesAndHalfAreStreamed() {
        assertThat(MIX.stream().filter(PlannedRequest::picture).count()).isBetween(COUNT * 2L / 5, COUNT * 3L / 5);
        assertThat(MIX.stream().filter(PlannedRequest::streamed).count()).isBetween(COUNT * 2L / 5, COUNT * 3L / 5);
    }

    @Test
    void somePicturesComeAgain() {
        List<String> pictures = pictures(MIX);
        int distinct = new HashSet<>(pictures).size();

        assertThat(distinct).isBetween(pictures.size() / 2, pictures.size() * 9 / 10);
    }

    @Test
    void ownPicturesNeverComeAgain() {
        RequestMix mix = new RequestMix(BODIES, 7, true);
        Set<String> pictures = IntStream.range(0, 500)
                .mapToObj(i -> picture(mix.ownPicture(i).body()))
                .collect(Collectors.toSet());

        assertThat(pictures).hasSize(500);
    }

    @Test
    void bodiesSayWhatWasPlanned() {
        PlannedRequest patient = MIX.stream()
                .filter(request -> request.streamed() && request.conduct() instanceof Conduct.Patient)
                .findFirst()
                .orElseThrow();
        JsonNode body = JSON.readTree(patient.body());

        assertThat(body.path("model").asString()).isEqualTo("some-model");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("max_tokens").asInt())
                .isEqualTo(patient.maxTokens())
                .isBetween(1, 48);
    }

    private static List<String> pictures(List<PlannedRequest> mix) {
        return mix.stream()
                .filter(request -> request.picture() && !(request.conduct() instanceof Faulty))
                .map(request -> picture(request.body()))
                .toList();
    }

    private static String picture(byte[] body) {
        return JSON.readTree(body)
                .path("messages")
                .path(0)
                .path("content")
                .path(0)
                .path("image_url")
                .path("url")
                .asString();
    }
}
