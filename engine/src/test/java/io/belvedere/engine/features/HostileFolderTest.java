package io.belvedere.engine.features;

import static io.belvedere.engine.features.Pictures.features;
import static io.belvedere.engine.features.Pictures.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.belvedere.engine.image.ImageKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files: absent, deleted, and nothing is allocated for what they promise. */
class HostileFolderTest {
    private static final ImageKey KEY = key(1);

    @TempDir
    private Path folder;

    private FeatureFolder opened;
    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeOneFile() throws IOException {
        opened = FeatureFolder.open(folder, "a model", 1L << 40);
        opened.put(KEY, features(KEY, 3, 5));
        file = folder.resolve(FolderListing.fileName(KEY));
        whole = Files.readAllBytes(file);
    }

    @Test
    void noFlippedBitIsServed() throws IOException {
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped, "bit " + bit);
        }
    }

    @Test
    void noChangedByteIsServed() throws IOException {
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] = (byte) ~changed[i];
            assertRefused(changed, "byte " + i);
        }
    }

    @Test
    void nothingTruncatedOrLengthenedIsServed() throws IOException {
        for (int length = 0; length <= whole.length + 9; length++) {
            if (length != whole.length) {
                assertRefused(Arrays.copyOf(whole, length), "length " + length);
            }
        }
    }

    @Test
    void valuesThatTheDiskForgotAreNotServed() throws IOException {
        byte[] zeros = whole.clone();
        Arrays.fill(zeros, FeatureFormat.HEADER_BYTES, zeros.length, (byte) 0);
        assertRefused(zeros, "zeros in place of the values");
    }

    @Test
    void anotherPicturesFileIsNotServed() throws IOException {
        Path other = folder.resolve(FolderListing.fileName(key(2)));
        Files.move(file, other);
        assertThat(opened.find(key(2))).isEmpty();
        assertThat(other).doesNotExist();
        assertThat(opened.find(KEY)).isEmpty();
        assertThat(opened.stats().refusals()).isEqualTo(1);
    }

    @Test
    void anotherModelsFileIsNotServed() {
        assertThat(FeatureFolder.open(folder, "another model", 1 << 20).find(KEY))
                .isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aWholeFileOfAnotherVersionIsNotServed() throws IOException {
        assertRefused(forged(header -> header.putInt(8, FeatureFormat.VERSION + 1)), "version");
        assertRefused(forged(header -> header.putInt(8, 0)), "version");
    }

    @Test
    void sizesThatContradictEachOtherAreNotBelieved() throws IOException {
        int[] extremes = {0, -1, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 16, 1 << 30};
        for (int tokens : extremes) {
            for (int width : extremes) {
                for (long bytes : new long[] {60, 0, -4, 4L * tokens * width, Long.MAX_VALUE, Long.MIN_VALUE}) {
                    byte[] forged = forged(header ->
                            header.putInt(12, tokens).putInt(16, width).putLong(24, bytes));
                    assertRefused(forged, tokens + " x " + width + " in " + bytes);
                    if (width != 1 || bytes != 60) {
                        byte[] levels =
                                forged(header -> header.putInt(20, width).putLong(24, bytes));
                        assertRefused(levels, width + " levels in " + bytes);
                    }
                }
            }
        }
        assertServed(forged(header -> header.putInt(12, 5).putInt(16, 3)));
        assertServed(forged(header -> header.putInt(12, 1).putInt(20, 3))); // forging works
    }

    @Test
    void aFileMuchLargerThanTheHeapIsNotRead() throws IOException {
        long values = 1L << 30; // 4 GiB with holes for all but the header
        Files.write(
                file,
                forged(header -> header.putInt(12, 1 << 15).putInt(16, 1 << 15).putLong(24, 4 * values)));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(FeatureFormat.HEADER_BYTES + 4 * values);
        }
        assertThat(opened.find(KEY)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertThat(opened.find(KEY)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(elsewhere).exists();
    }

    @Test
    void aRefusedFileMakesRoomForAGoodOne() throws IOException {
        assertRefused(new byte[7], "seven bytes");
        opened.put(KEY, features(KEY, 3, 5));
        assertServed(Files.readAllBytes(file));
        assertThat(opened.stats().bytes()).isEqualTo(whole.length);
    }

    private void assertRefused(byte[] content, String what) throws IOException {
        long before = opened.stats().refusals();
        Files.write(file, content);
        assertThat(opened.find(KEY)).as(what).isEmpty();
        assertThat(file).as(what).doesNotExist();
        assertThat(opened.stats().refusals()).as(what).isEqualTo(before + 1);
    }

    private void assertServed(byte[] content) throws IOException {
        Files.write(file, content);
        assertThat(opened.find(KEY)).isPresent();
    }

    /** The whole file with a changed header and a checksum that fits. */
    private byte[] forged(Consumer<ByteBuffer> change) {
        byte[] forged = whole.clone();
        ByteBuffer bytes = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(forged, 0, 96);
        checksum.update(forged, 100, forged.length - 100);
        bytes.putInt(96, (int) checksum.getValue());
        return forged;
    }
}
