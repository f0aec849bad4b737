package io.belvedere.bench.load;

import io.belvedere.bench.load.Conduct.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Requests by number; the same seed makes the same ones. They come in decks of twenty: one is bad input, the clients of
 * two leave early. About half have a picture: every other one its own, the others one that their deck or all decks
 * share.
 */
final class RequestMix {
    static final int DECK = 20;
    private static final int SHARED_PICTURES = 8;
    static final int MOST_TOKENS = 48;
    private static final List<Moment> MOMENTS = List.of(Moment.values());
    private static final List<int[]> SIZES = List.of(
            new int[] {64, 64},
            new int[] {112, 84},
            new int[] {224, 224},
            new int[] {336, 252},
            new int[] {448, 448},
            new int[] {640, 480});
    private static final List<String> ABOUT_PICTURES = List.of(
            "What's in this image?",
            "How many circles are there?",
            "What text is in the image?",
            "Detect all objects.",
            "Is there a red square?");
    private static final List<String> ABOUT_TEXT = List.of(
            "Hello, who are you?",
            "What can you do?",
            "Describe the image.",
            "Repeat after me: one, two, three, four, five.",
            "Here is a long list, say how it ends:" + " and one more thing".repeat(40));

    private final Bodies bodies;
    private final long seed;
    private final List<Fault> faults;

    /** @param hasKey whether the server asks for one: only then a wrong one is bad input */
    RequestMix(Bodies bodies, long seed, boolean hasKey) {
        this.bodies = bodies;
        this.seed = seed;
        this.faults = Arrays.stream(Fault.values())
                .filter(fault -> hasKey || fault != Fault.WRONG_KEY)
                .toList();
    }

    /** From 0. */
    PlannedRequest request(int number) {
        SplittableRandom random = new SplittableRandom(mixed(number));
        boolean picture = random.nextBoolean();
        boolean streamed = random.nextBoolean();
        int maxTokens = random.nextInt(1, MOST_TOKENS + 1);
        Conduct conduct = conduct(number, random);
        if (conduct instanceof Conduct.Leaving leaving && leaving.moment() == Moment.READING) {
            streamed = true;
            maxTokens = MOST_TOKENS;
        }
        List<String> questions = picture ? ABOUT_PICTURES : ABOUT_TEXT;
        String question = questions.get(random.nextInt(questions.size()));
        byte[] body = conduct instanceof Conduct.Faulty faulty
                ? bodies.faulty(faulty.fault(), question, picture(number, random), streamed)
                : bodies.body(
                        question, picture ? picture(number, random) : Bodies.NO_PICTURE, streamed, maxTokens, number);
        return new PlannedRequest(number, body, picture, streamed, maxTokens, conduct);
    }

    /** A patient request about a small picture that no other request has. */
    PlannedRequest ownPicture(int number) {
        byte[] png = DrawnPictures.shapes(mixed(number), 56 + number % 57, 56 + number / 57 % 57);
        byte[] body = bodies.body(ABOUT_PICTURES.getFirst(), png, false, 1, number);
        return new PlannedRequest(number, body, true, false, 1, new Conduct.Patient());
    }

    /** One place of each deck's shuffle is a fault, the next two leave. */
    private Conduct conduct(int number, SplittableRandom random) {
        int deck = number / DECK;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < DECK; i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(mixed(-1 - deck)));
        return switch (places.get(number % DECK)) {
            case 0 -> new Conduct.Faulty(faults.get(deck % faults.size()));
            case 1, 2 ->
                new Conduct.Leaving(
                        MOMENTS.get(random.nextInt(MOMENTS.size())), random.nextDouble(), random.nextBoolean());
            default -> new Conduct.Patient();
        };
    }

    private byte[] picture(int number, SplittableRandom random) {
        long drawn = switch (random.nextInt(4)) {
            case 0 -> mixed(-1_000_000 - random.nextInt(SHARED_PICTURES));
            case 1 -> mixed(-1 - number / DECK);
            default -> mixed(number);
        };
        int[] size = SIZES.get((int) Math.floorMod(drawn, (long) SIZES.size()));
        return DrawnPictures.shapes(drawn, size[0], size[1]);
    }

    /** SplitMix64's output function, so that neighbours have nothing in common. */
    private long mixed(long number) {
        long z = seed * 0x9E3779B97F4A7C15L + number * 0xD1342543DE82EF95L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
