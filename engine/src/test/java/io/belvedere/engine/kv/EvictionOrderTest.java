package io.belvedere.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvictionOrderTest {
    private final EvictionOrder order = new EvictionOrder(5);

    @Test
    void keepsTheOrderOfAddition() {
        for (int block : new int[] {3, 0, 4, 1}) {
            order.add(block);
        }
        assertThat(order.oldestFirst()).containsExactly(3, 0, 4, 1);
        assertThat(order.size()).isEqualTo(4);
    }

    @Test
    void removesFromBothEndsAndTheMiddle() {
        for (int block = 0; block < 5; block++) {
            order.add(block);
        }
        order.remove(2);
        order.remove(4);
        assertThat(order.removeOldest()).isZero();
        order.add(2);
        assertThat(order.oldestFirst()).containsExactly(1, 3, 2);
    }

    @Test
    void canBeEmptiedAndFilledAgain() {
        order.add(4);
        order.removeOldest();
        assertThat(order.oldestFirst()).isEmpty();
        order.add(0);
        assertThat(order.oldestFirst()).containsExactly(0);
    }
}
