package io.belvedere.engine.image;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Changes files as chance will have it: bytes, pieces, order, length. */
final class Mutator {
    private static final int MAX_CHANGES = 6;

    /** Numbers that are the first or last of their kind. */
    private static final byte[] EXTREMES = {0, 1, 2, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    byte[] mutate(List<byte[]> seeds) {
        byte[] file = seeds.get(random.nextInt(seeds.size())).clone();
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        for (int changes = 1 + random.nextInt(1 + random.nextInt(MAX_CHANGES));
                changes > 0 && file.length > 16;
                changes--) {
            file = change(file, other);
        }
        return random.nextInt(8) == 0 ? file : withChecksums(file);
    }

    private byte[] change(byte[] file, byte[] other) {
        int at = place(file);
        int length = 1 + random.nextInt(Math.min(64, file.length - at));
        byte[] piece = Arrays.copyOfRange(file, at, at + length);
        switch (random.nextInt(10)) {
            case 0 -> {
                return Arrays.copyOf(file, at);
            }
            case 1 -> {
                return Pictures.insert(file, at, piece);
            }
            case 2 -> {
                byte[] rest = Arrays.copyOfRange(file, at + length, file.length);
                return Pictures.insert(rest, 0, Arrays.copyOf(file, at));
            }
            case 3 -> {
                int from = random.nextInt(other.length);
                byte[] splice = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
                return Pictures.insert(Arrays.copyOf(file, at), at, splice);
            }
            case 4 -> System.arraycopy(piece, 0, file, random.nextInt(file.length - length + 1), length);
            case 5 -> {
                random.nextBytes(piece);
                System.arraycopy(piece, 0, file, at, length);
            }
            case 6 -> Arrays.fill(file, at, at + Math.min(4, length), EXTREMES[random.nextInt(EXTREMES.length)]);
            case 7 -> file[at] = EXTREMES[random.nextInt(EXTREMES.length)];
            case 8 -> file[at] = (byte) random.nextInt();
            default -> file[at] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
    }

    /** Mostly in headers, where change does most harm. */
    private int place(byte[] file) {
        return random.nextInt(random.nextBoolean() ? Math.min(200, file.length) : file.length);
    }

    /** A PNG's chunks with the right checksums, as a wrong one hides what the change does. */
    private static byte[] withChecksums(byte[] file) {
        ByteView view = ByteView.of(file, ByteOrder.BIG_ENDIAN);
        if (!view.has(1, "PNG")) {
            return file;
        }
        for (long at = 8; at + 12 <= file.length && at + 12 + view.u32((int) at) <= file.length; ) {
            int end = (int) (at + 8 + view.u32((int) at));
            CRC32 checksum = new CRC32();
            checksum.update(file, (int) at + 4, end - (int) at - 4);
            view.bytes().putInt(end, (int) checksum.getValue());
            at = end + 4;
        }
        return file;
    }
}
