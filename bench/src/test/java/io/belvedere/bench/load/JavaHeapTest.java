package io.belvedere.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaHeapTest {
    @Test
    void readsWhatTheCollectorsTell() {
        assertThat(JavaHeap.usedBytes("""
                1234:
                 garbage-first heap   total reserved 1048576K, committed 1048576K, used 9216K [0x1, 0x2)
                  region size 1024K, 3 young (3072K), 1 survivors (1024K)
                 Metaspace       used 22222K, committed 22528K, reserved 1114112K
                  class space    used 2500K, committed 2624K, reserved 1048576K
                """)).isEqualTo(9216L << 10);
        assertThat(JavaHeap.usedBytes("""
                 def new generation   total 9792K, used 100K [0x1, 0x2)
                  eden space 8704K,  40% used [0x1, 0x2)
                 tenured generation   total 21888K, used 3000K [0x1, 0x2)
                   the space 21888K,   3% used [0x1, 0x2)
                """)).isEqualTo(3100L << 10);
        assertThat(JavaHeap.usedBytes(" ZHeap           used 14M, capacity 254M, max capacity 4000M"))
                .isEqualTo(14L << 20);
    }

    @Test
    void saysWhenItIsToldNothing() {
        assertThat(JavaHeap.usedBytes("1234: no such process")).isNull();
    }
}
