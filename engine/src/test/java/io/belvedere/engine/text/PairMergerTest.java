package io.belvedere.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.model.qwen25vl.Qwen2Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairMergerTest {
    /** Random merges over three letters, random words shorter and longer than where the method changes. */
    @Test
    void bothMethodsMergeAsTheDefinitionSays() {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            List<String> merges = randomMerges(random, 1 + random.nextInt(30));
            BytePairTokenizer tokenizer = new BytePairTokenizer(ByteVocabulary.of(merges), Qwen2Words.PATTERN);
            for (int word = 0; word < 20; word++) {
                String text = randomWord(random, 1 + random.nextInt(word < 10 ? 40 : 300));
                assertThat(pieces(tokenizer, text))
                        .as("%s with %s", text, merges)
                        .isEqualTo(merge(text, merges));
            }
        }
    }

    private static List<String> pieces(BytePairTokenizer tokenizer, String text) {
        List<String> pieces = new ArrayList<>();
        for (int id : tokenizer.encode(text)) {
            pieces.add(tokenizer.decode(new int[] {id}, false));
        }
        return pieces;
    }

    /** The definition, step by step. */
    private static List<String> merge(String text, List<String> merges) {
        List<String> pieces = new ArrayList<>(List.of(text.split("")));
        while (true) {
            int best = -1;
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < pieces.size(); i++) {
                int rank = merges.indexOf(pieces.get(i) + " " + pieces.get(i + 1));
                if (rank >= 0 && rank < lowest) {
                    lowest = rank;
                    best = i;
                }
            }
            if (best < 0) {
                return pieces;
            }
            pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
        }
    }

    private static List<String> randomMerges(Random random, int count) {
        List<String> pieces = new ArrayList<>(List.of("a", "b", "c"));
        Set<String> merges = new HashSet<>();
        List<String> ordered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String left = pieces.get(random.nextInt(pieces.size()));
            String right = pieces.get(random.nextInt(pieces.size()));
            if (merges.add(left + " " + right)) {
                ordered.add(left + " " + right);
                pieces.add(left + right);
            }
        }
        return ordered;
    }

    private static String randomWord(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
