package io.belvedere.engine.image.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.belvedere.engine.image.DecodingStoppedException;
import io.belvedere.engine.image.DecodingWatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of the reference implementation's program ({@code zstd -19 --check}) and what they were made of. */
class ZstdDecoderTest {
    private static final String EMPTY = """
            KLUv/SQAAQAAmenYUQ==""";

    private static final String RUN = """
            KLUv/QRoTQAACAcBAJyGORACjCCZhA==""";

    private static final String SKEWED = """
            KLUv/QRotUQAirtEIhYQIMW4B4AtXdMkwGVk+MDA0cYmD/s2HAIdAh0CleTHPLbO5CPB01ZNN9+JRpWqwQWAZv2+ciK3YZtKsnL4\
            4WmFThjfqW72cfSNpTxeJA8t7YOBVtIwIaHxzWLeIvXikQeDRD19Wuw5RZ4twB4iHFLiQbIYXermmVzVHwpvg5iqNTo7JXXxJOyl\
            OKbLQTgoKdIsTKHSpnhpfSTC0E1MZa7kxuNHxcacKVKn/33QJ+JBcL1YpGKKPvb7jTx3thgsiVQh2aIGWBg5ItHEtDCMdf4HbjId\
            BRCtlBq3enBxMw/vAkRVIBSZ9WcuMxnwju6g/D/vX9YpLHnNQob7pYddBy0n0pD6wFajOt38okXLl+JYr8HpiyIMfMlIn9xsCpsY\
            Joydh97oF+fpHHMMvSO0qtBFYXV6eBJpZV2ILEVVvd7fRsyqik96ZmKTlaI/TWT5MBCdJ0sBaKJSUpJcIc4Gyf7T//xBwPPJYRFH\
            oz+rXW4V0i6sJ+poBTquxVV7uqgQ7wNEantQHbUqNPb7rnEFoizy8VVWpsfiTgFmeQhtMP0Oots/KWrjghoejvsrx2xGNJOpzo5A\
            DjNp/FiFz8X+JAGQQDgkATJ+nyZPhTMBUw9mHuTZrmjAH9Uv7OmXeTNj8pakvqomJj+ar22GBZz3kciiMSz5uKtSxwgmcZVMMIjk\
            25fTzAFZ6R0Zzjdwm7pm3QL5oLlvMo8eTqKs2BXH1ADj/gkRfLXCFFGBuCCicNEQZOCoVCXyF1UkdB9sN2SmZnmWKLnwBkUEbjdU\
            C+fKyVTMaEs/885XDt+NsvbJP0AlMUO0rHxkQIZ2/mHX8HNuoL59e6S9gdM6Gb8UZByQJ3m4VoLhhA1Hh4T4jcOvHlY4TyxUb7H7\
            gGBCOlETv8Ui/qNUfizQe3wkYPYpeWKR74BX3kESEzqLYS/JLCUcYBo/lWFLWzCJcjHBClLFVJnqs+am66SzNDDqHDxj58GcptKw\
            tw4GQ8S/n+a5u5DA3PFMjhetfBfYHST5mWsMZBM5nkSkZKeV8oFKBUESR2Ke8VcAuRQevSE2DEFR2FSTGSRk8xSJdJPM6qexUIvs\
            g58/Jjos6ibpOjMr/AFOCj2pR3yv195AcRGxDKr6sPzO1J0SHamRchPHRhU0J2A7lmhqXAWRyvVbFdSaPYsgfheyokuYJkvcaQdK\
            1TTcywRhIgrvs4PJYmVe0c46UCoi8XUAZHtuPvE56ElL6343YlpSPdc3jqFGsrZsCjQn8LU78tt4zcV+YL1tTL4NeVeucwBQNYeM\
            eR6Ow3ElFReT5kwQMuycEsSCRXYfmIohJCM4VI8dg02vgnax4dReihZSfSoM4qzyoBSAoOSeaIC7TrPT8Z4H+lVgsisAgnqAaSGM\
            QV3H6H+U/gJGgwdR4v2GJXAe47EGs0niUgfurYXrZ1Si4T8Ryv1NEvGDRe4Dcuf62IbpE18ozxIvFKKVjhkpPwVOICIttBmEG9QA\
            6+xneqIvTKvBZhXmxKbZUxeWFebshuLXkgfjjI7qIh9N2vwzi9c5U9NMxr1KgAVpFMlz4NCWpdYuvK1RMJrnYDhWEgZRuqzuoO/w\
            6kVTTI5lHpWFTEkBZxvXpv9YLc6/KZ/Jj44XWMMCdYSMsXNZTemuXVgzCw94l2nUEygNZQrHk2isP2BZc2b9Tz+pq7MWnbm0ol8h\
            SPHJTgpuozsDgY9GxnBIFW6i0WBjYxaqm0SqC8MjP10NsiMsjylaulKNZiMODwgEiVE+z6W9ynAx/jwevGvDJ0NE87ID1ALpfg0X\
            kktJHkJYRU47Iqd7NJ8k2+TF0oi7uTVI/SMjcZ/ReZuKhA7SbBgsIZdQKDHWU9keIFVV4DYcbF6oPODEWiAuVVupjKVRRXT4K3up\
            m26viIR5QMlfJsMwBCXNfmhCq9QFgad19ppYDixEhn2OkTBrVBotgaqm202LbzgJKfZ3tQgkX7icXf9swD05kCIf88uaOv3YmyJw\
            wko3ACbmY7lIRu+7kqCs2hr9F9pFXPUMsDLyqtgl8ZUfJUNsqrAq+DOYvMdjnPz/nPxOGDMvjTpeOkeCsszQpMLi7X0gcABy5ekb\
            DIiGwuFFCFzyZDtm9CQ0q9jkZH9ILfMkcctimpdzGOqEed5cpZCYPNiUtAe9JFpJ3GyLqbDcwzqSpT/BYi9X+ZHQmUTmPhilFkho\
            gUg0gaDTV/UtywxFSJZSNWgizCfCYnpc6nIes8jbMVmpmY+eq9bLYjANkdyPZo/EDW4EAmFeco7xhmSohVQXQmKCwHAyxhqFeSxG\
            Sq5HuOSpCTaUk2MyxSff7PFbTmrCJnWeCzNEWnb2SQkJWCEfmLsciaaKUrhUKNRTFNC6bFVhyhGr5BJbY0CKZl3NG3Kb+AXSrFL5\
            yqEjhOGA1OqxD/oq3oV/AM1GGEVaVGOg/3I5PCk6O4QcmA3IeabQIYyFMCULMLkdB3lE0tkMowf7LWGftC11REwyLMdd7qH7rOGB\
            IcQJ4qdMRXjbfvkbYCZ5EzrbJoIESzDcjKE0Hp7tnAkltly1kOm1xJtoml1dajyDg7z0RbWpQ4CopUaM3BhbboE/EDhAzVsNUCUj\
            RgC0/hzr+HqXNDSyyISYiXpAPteFG9uVQ59xmnS7G59BGX1VCYE/PicRx3EwxkywOhZTXWaIvQPSEiY3kU53bNiegNt8vCdEJEQd\
            uXE7ePoS9OB4yrrMlPnQcLatRprOZ5lq1ikSQnqvUAJ/e2aIIbjTQhVT7QQnkoVIwv8KAzDvK/fydp0NXyUZ3I2eL9WMA+AllLXP\
            yvHwmoUUpKZYSI114vdF1kW/0OBhokaKlIIDY7RFqzk0jv0WDUMnaUrpiitdW8CZ4h77QtC8xzLZqe1T0HBAPNJinD+PUwH6BXxi\
            fRVVQnDAFKKeAxYjCk9KNWh9xFkrJqLNXRrgX/UzFwB6YqqN""";

    private static final String COPIES = """
            KLUv/QRobQkAlA7cBGWqH60dWtrlrBseXxNweWz9EP8Zr2AdBKy0HQIrRnhzOvLfX663CFnR7jkQy0iVtcyJKRH/BrZiLt88fOd3\
            X9a8H77P4ht7mkTR3y2J9R5CH+xNHxvtEBbC5hXN5SNDPe+vsHq+d1U2MzKCBYkCEmBn2V1qtpvwczIG/D/BU5EFhpuJN7L5RAYe\
            chiinJeFm0QH5SnrHvJ46BRIKhnkDnL2Z2ryTyeocNHvGEdMKLqeteWaWeu5+tE7TjRFpLVbDdl8ppMJg4sBYI2suEqXdIZ8636V\
            svG7IzfKUfYnnESMdq3VE64wrICyqDH09v8O4DcDIQgBgiAIERAiIERACCF+VQWk8Ah0sx45bN2ZhFoAWnVgBn9VD1c23gzGqv0v\
            63Gy1Hs+sRGbqjI3xgs=""";

    private static final String NOISE = """
            KLUv/QRoYQkA3ARlqh+tHVra5awbHl8TcHls/RD/Ga9gHQSstB0CK0Z4czry31+utwhZ0e45EMtIlbXMiSkR/wa2Yi7fPPk1/UuU\
            KMoJfESzAl6WX7PqbazULYFuaa/g5odMnATn0jZdLGDJ6vR59oag65Mm5GIS1Q3Ls3cVamo6aLqO23QIRp7zzrMK+NDdaLv4X/ok\
            8tL8GIf7XIe6tDgypZsbPRB893jWf+Jt+BGRKX6TlcsSxVfOWvHUFhjXGbwEW36ZZfGilHHEKqxqqTjEdcetMjgCHwU7LJka/OsV\
            3s9ouuB8vNYelxuaC52+l2PTkvyv36KMlyNFYuvdB2Vw/1iJas/3yu4/HOnkCmjl3pONOJx9vddbCdTn4jNEP0qMxKGQ1ri43GFf\
            0Y4ovlkOqlAbnn16UA==""";

    /** A frame and what is in it. */
    record Frame(String name, byte[] coded, byte[] plain) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Frame> frames() {
        byte[] run = new byte[100_000];
        Arrays.fill(run, (byte) 7);
        byte[] copies = new byte[4000];
        fill(copies, (random, i) -> {
            int back = 37 + i / 500;
            return i > 60 + i / 500 && i % 23 != 0 ? copies[i - back] : random;
        });
        return Stream.of(
                new Frame("nothing", decoded(EMPTY), new byte[0]),
                new Frame("a run", decoded(RUN), run),
                new Frame("literals", decoded(SKEWED), fill(new byte[3000], (r, _) -> Math.min(r % 64, (r >> 6) % 64))),
                new Frame("copies", decoded(COPIES), copies),
                new Frame("noise", decoded(NOISE), fill(new byte[300], (random, _) -> random)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decodes(Frame frame) throws IOException {
        assertThat(decode(frame.coded(), frame.plain().length)).isEqualTo(frame.plain());
    }

    @Test
    void framesFollowEachOther() throws IOException {
        byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
        byte[] both = join(skippable, join(decoded(NOISE), decoded(NOISE)));
        byte[] noise = fill(new byte[300], (random, _) -> random);
        assertThat(decode(both, 600)).isEqualTo(join(noise, noise));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsCutOffIsNotDecoded(Frame frame) {
        for (int length = 1; length < frame.coded().length; length++) {
            byte[] cut = Arrays.copyOf(frame.coded(), length);
            assertThatThrownBy(() -> decode(cut, frame.plain().length)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void noMoreComesOutThanMay(Frame frame) {
        if (frame.plain().length > 0) {
            assertThatThrownBy(() -> decode(frame.coded(), frame.plain().length - 1))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aWrongChecksumIsSeen(Frame frame) {
        byte[] changed = frame.coded().clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> decode(changed, frame.plain().length))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @MethodSource("frames")
    void ofChangedBytesComesARefusalAtWorst(Frame frame) {
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = frame.coded().clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Throwable refusal = catchThrowable(() -> decode(changed, frame.plain().length + 100));
            assertThat(refusal == null || refusal instanceof IOException)
                    .as("%s", refusal)
                    .isTrue();
        }
    }

    @Test
    void theWatchStopsIt() {
        DecodingWatch stop = () -> {
            throw new DecodingStoppedException("nobody waits");
        };
        byte[] coded = decoded(NOISE);
        assertThatThrownBy(() -> new ZstdDecoder(coded, 0, coded.length, 300, stop).next())
                .isInstanceOf(DecodingStoppedException.class);
    }

    private static byte[] decode(byte[] coded, int most) throws IOException {
        ZstdDecoder decoder = new ZstdDecoder(coded, 0, coded.length, most, DecodingWatch.NONE);
        boolean more = true;
        while (more) {
            more = decoder.next();
        }
        return Arrays.copyOf(decoder.out(), decoder.length());
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Values by numbers that look like chance, the same in every language, and places. */
    private static byte[] fill(byte[] target, IntBinaryOperator value) {
        long state = 12345;
        for (int i = 0; i < target.length; i++) {
            state = state * 1103515245 + 12345 & 0x7FFFFFFF;
            target[i] = (byte) value.applyAsInt((int) (state >> 16), i);
        }
        return target;
    }
}
