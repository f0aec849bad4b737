package io.belvedere.engine.format;

import static io.belvedere.engine.format.GgufWriter.ARRAY;
import static io.belvedere.engine.format.GgufWriter.BOOL;
import static io.belvedere.engine.format.GgufWriter.F32;
import static io.belvedere.engine.format.GgufWriter.F64;
import static io.belvedere.engine.format.GgufWriter.S16;
import static io.belvedere.engine.format.GgufWriter.S32;
import static io.belvedere.engine.format.GgufWriter.S64;
import static io.belvedere.engine.format.GgufWriter.S8;
import static io.belvedere.engine.format.GgufWriter.STRING;
import static io.belvedere.engine.format.GgufWriter.U16;
import static io.belvedere.engine.format.GgufWriter.U32;
import static io.belvedere.engine.format.GgufWriter.U64;
import static io.belvedere.engine.format.GgufWriter.U8;
import static io.belvedere.engine.format.GgufWriter.array;
import static io.belvedere.engine.format.GgufWriter.number;
import static io.belvedere.engine.format.GgufWriter.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufReaderTest {
    private static final Path FILE = Path.of("some.gguf");

    @Test
    void readsEveryTypeOfValue() throws FormatException {
        ModelMetadata metadata = read(new GgufWriter()
                        .number("u8", U8, 200)
                        .number("s8", S8, -3)
                        .number("u16", U16, 60_000)
                        .number("s16", S16, -30_000)
                        .number("u32", U32, 2_000_000_000)
                        .number("s32", S32, -2_000_000_000)
                        .number("u64", U64, 7)
                        .number("s64", S64, -7)
                        .real("f32", 1e-6f)
                        .real("f64", 1e-300)
                        .flag("yes", true)
                        .flag("no", false)
                        .text("text", "Gr\u00fc\u00dfe \ud83d\ude00 \ufffd")
                        .texts("texts", "a", "", "\u0120b")
                        .numbers("integers", S32, 16, 24, -1)
                        .numbers("reals", F32, Float.floatToIntBits(0.5f), Float.floatToIntBits(2)))
                .metadata();
        assertThat(metadata.format()).isEqualTo(ModelFormat.GGUF);
        assertThat(metadata.integer("u8")).isEqualTo(200);
        assertThat(metadata.integer("s8")).isEqualTo(-3);
        assertThat(metadata.integer("u16")).isEqualTo(60_000);
        assertThat(metadata.integer("s16")).isEqualTo(-30_000);
        assertThat(metadata.integer("u32")).isEqualTo(2_000_000_000);
        assertThat(metadata.integer("s32")).isEqualTo(-2_000_000_000);
        assertThat(metadata.integer("u64")).isEqualTo(7);
        assertThat(metadata.integer("s64")).isEqualTo(-7);
        assertThat((float) metadata.real("f32")).isEqualTo(1e-6f);
        assertThat(metadata.real("f64")).isEqualTo(1e-300);
        assertThat(metadata.flag("yes")).isTrue();
        assertThat(metadata.flag("no")).isFalse();
        assertThat(metadata.text("text")).isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00 \ufffd");
        assertThat(metadata.texts("texts")).containsExactly("a", "", "\u0120b");
        assertThat(metadata.integers("integers")).isEqualTo(new int[] {16, 24, -1});
        assertThat(metadata.reals("reals")).isEqualTo(new double[] {0.5, 2});
        assertThat(metadata.keys()).startsWith("u8", "s8").hasSize(16);
    }

    @Test
    void readsArraysOfArrays() throws FormatException {
        byte[] rows = array(ARRAY, array(U8, number(U8, 1), number(U8, 2)), array(STRING, string("x")), array(BOOL));
        ModelMetadata metadata = read(new GgufWriter()
                        .value("rows", ARRAY, rows)
                        .text("after", "it"))
                .metadata();
        assertThat(metadata.size("rows")).isEqualTo(3);
        assertThat(metadata.text("after")).isEqualTo("it");
        MetadataValue.Items items = (MetadataValue.Items) metadata.value("rows");
        assertThat(items.first(2).get(1).kind()).isEqualTo("a list of 1");
    }

    @ParameterizedTest
    @CsvSource({"2, 32", "3, 32", "3, 8", "3, 4096"})
    void readsTensorsOfBothVersionsAtAnyAlignment(int version, int alignment) throws FormatException {
        GgufWriter writer = new GgufWriter().version(version);
        if (alignment != 32) {
            writer.alignment(alignment);
        }
        GgufFile file = read(writer.tensor("vector", new int[] {3}, 1, 2, 3).tensor("matrix", new int[] {2, 1}, 4, 5));
        assertThat(file.tensors()).extracting(Tensor::name).containsExactly("vector", "matrix");
        Tensor matrix = file.tensors().get(1);
        assertThat(matrix.shape()).isEqualTo(Shape.of(2, 1));
        assertThat(BlockFormat.decode(matrix)).isEqualTo(new float[] {4, 5});
        assertThat(BlockFormat.decode(file.tensors().get(0))).isEqualTo(new float[] {1, 2, 3});
    }

    @ParameterizedTest
    @CsvSource({
        "F32,0",
        "F16,1",
        "Q4_0,2",
        "Q4_1,3",
        "Q5_0,6",
        "Q5_1,7",
        "Q8_0,8",
        "Q2_K,10",
        "Q3_K,11",
        "Q4_K,12",
        "Q5_K,13",
        "Q6_K,14",
        "IQ4_NL,20",
        "IQ4_XS,23",
        "BF16,30"
    })
    void knowsEverySupportedTensorType(DType type, int number) throws FormatException {
        byte[] bytes = new byte[(int) type.bytes(512)];
        Arrays.fill(bytes, (byte) 5);
        Tensor tensor = read(new GgufWriter().tensor("w", number, new int[] {2, 256}, bytes))
                .tensors()
                .getFirst();
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 256));
        assertThat(tensor.bytes().byteSize()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @CsvSource({"9,Q8_1", "16,IQ2_XXS", "39,MXFP4", "4,unknown", "-1,4294967295"})
    void namesTensorAndTypeThatAreNotSupported(int number, String type) {
        assertRefused(new GgufWriter().tensor("blk.7.ffn_up.weight", number, new int[] {256}, new byte[300]))
                .hasMessageContaining("blk.7.ffn_up.weight")
                .hasMessageContaining(type)
                .hasMessageContaining("not supported");
    }

    @ParameterizedTest
    @CsvSource({"24,I8,3", "25,I16,6", "26,I32,12", "27,I64,24", "28,F64,24"})
    void tensorsOfPlainTypesThatAreNotComputedWithAreSetAside(int number, String type, int bytes)
            throws FormatException {
        GgufFile file = read(new GgufWriter()
                .tensor("first", new int[] {1}, 1)
                .tensor("counter", number, new int[] {3}, new byte[bytes])
                .tensor("last", new int[] {1}, 2));
        assertThat(file.tensors()).extracting(Tensor::name).containsExactly("first", "last");
        assertThat(file.content().unread()).containsExactly(Map.entry("counter", type + " (" + number + ")"));
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = new GgufWriter()
                .text("general.architecture", "test")
                .texts("texts", "one", "two")
                .numbers("numbers", U16, 1, 2, 3)
                .tensor("a", new int[] {2, 2}, 1, 2, 3, 4)
                .tensor("b", new int[] {1}, 5)
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(FormatException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(part));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 99, 0x03000000, 0x02000000})
    void refusesOtherVersions(int version) {
        assertRefused(new GgufWriter().version(version).text("k", "v"))
                .hasMessageContaining((version & 0xFFFF) == 0 ? "big-endian" : "version " + version);
    }

    @Test
    void refusesOtherFiles() {
        assertRefused("{\"json\": true, \"and\": \"long enough for a header\"}".getBytes())
                .hasMessageContaining("no GGUF file");
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 1L << 31, 1L << 32, 1L << 60, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesAbsurdCounts(long count) {
        GgufWriter writer = new GgufWriter().text("key", "value").tensor("t", new int[] {1}, 1);
        assertRefused(writer.bytes(1, count)).hasMessageContaining("number of keys");
        assertRefused(writer.bytes(count, 1)).hasMessageContaining("number of tensors");
        assertRefused(new GgufWriter().value("k", STRING, number(U64, count))).hasMessageContaining("length");
        byte[] array = array(F64);
        System.arraycopy(number(U64, count), 0, array, 4, 8);
        assertRefused(new GgufWriter().value("k", ARRAY, array)).hasMessageContaining("length of k");
    }

    @Test
    void refusesCountsOverTheLimits() {
        FormatLimits limits = new FormatLimits(1 << 20, 1, 2, 2, 1 << 20);
        GgufWriter tensors = new GgufWriter().tensor("a", new int[] {1}, 1).tensor("b", new int[] {1}, 1);
        assertThatThrownBy(() -> read(tensors.bytes(), limits))
                .hasMessageContaining("tensors is 2, over the limit of 1");
        GgufWriter keys = new GgufWriter().text("a", "").text("b", "").text("c", "");
        assertThatThrownBy(() -> read(keys.bytes(), limits)).hasMessageContaining("keys is 3, over the limit of 2");
        GgufWriter large = new GgufWriter().text("a", "x".repeat(2 << 20));
        assertThatThrownBy(() -> read(large.bytes(), limits)).hasMessageContaining("1048576");
    }

    @Test
    void refusesDeepNesting() {
        byte[] value = array(U8, number(U8, 1));
        for (int level = 0; level < 1000; level++) {
            value = array(ARRAY, value);
        }
        assertRefused(new GgufWriter().value("deep", ARRAY, value))
                .hasMessageContaining("deep nests arrays deeper than 32");
    }

    @Test
    void refusesWhatIsThereTwice() {
        assertRefused(new GgufWriter().text("k", "1").text("k", "2")).hasMessageContaining("key k is there twice");
        assertRefused(new GgufWriter().tensor("t", new int[] {1}, 1).tensor("t", new int[] {1}, 2))
                .hasMessageContaining("tensor t is there twice");
    }

    @Test
    void refusesTensorsThatShareBytes() {
        assertRefused(new GgufWriter()
                        .tensor("one", new int[] {64}, new float[64])
                        .tensorAt("two", 0, new int[] {8}, 224))
                .hasMessageContaining("one and two overlap");
    }

    @ParameterizedTest
    @CsvSource({"33, multiple of 32", "1048576, is incomplete", "9223372036854775776, absurd", "-32, absurd"})
    void refusesImpossibleOffsets(long offset, String fact) {
        assertRefused(new GgufWriter()
                        .tensor("a", new int[] {64}, new float[64])
                        .tensorAt("b", 0, new int[] {1}, offset))
                .hasMessageContaining(fact);
    }

    @Test
    void refusesTensorsLargerThanTheFile() {
        assertRefused(new GgufWriter().tensorAt("big", 0, new int[] {4}, 0))
                .hasMessageContaining("is incomplete: it has 64 bytes of 80 (tensor big ends there)");
        int most = Integer.MAX_VALUE;
        assertRefused(new GgufWriter().tensorAt("big", 0, new int[] {most, most, most, most}, 0))
                .hasMessageContaining("more than 2^63");
        assertRefused(new GgufWriter().tensorAt("big", 0, new int[] {most, most, 2}, 0))
                .hasMessageContaining("more than 2^63");
    }

    @Test
    void refusesImpossibleShapes() {
        assertRefused(new GgufWriter().tensorAt("t", 0, new int[0], 0)).hasMessageContaining("rank 0");
        assertRefused(new GgufWriter().tensorAt("t", 0, new int[] {1, 1, 1, 1, 1}, 0))
                .hasMessageContaining("rank 5");
        assertRefused(new GgufWriter().tensorAt("t", 0, new int[] {1, 0}, 0)).hasMessageContaining("extent of 0");
        assertRefused(new GgufWriter().tensorAt("t", 0, new int[] {-1}, 0)).hasMessageContaining("absurd");
        assertRefused(new GgufWriter().tensor("t", 12, new int[] {256, 64}, new byte[144 * 64]))
                .hasMessageContaining("rows of 64 elements, which Q4_K");
    }

    @Test
    void refusesBrokenValues() {
        assertRefused(new GgufWriter().value("k", 13, new byte[8])).hasMessageContaining("k has type 13");
        assertRefused(new GgufWriter().value("k", BOOL, new byte[] {2})).hasMessageContaining("neither 0 nor 1");
        assertRefused(new GgufWriter().value("k", STRING, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF}))
                .hasMessageContaining("k is not UTF-8");
        assertRefused(new GgufWriter().number("k", U64, -1)).hasMessageContaining("18446744073709551615");
    }

    @Test
    void aListOfMillionsOfValuesIsNotRead() throws FormatException {
        int count = (1 << 22) + 1;
        byte[] list = array(U8, new byte[count]);
        ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN).putLong(4, count);
        ModelMetadata metadata =
                read(new GgufWriter().value("bytes", ARRAY, list)).metadata();
        assertThatThrownBy(() -> metadata.integers("bytes"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bytes is a list of 4194305 values; the limit is 4194304");
    }

    @Test
    void brokenTextInAListIsFoundWhenItIsRead() throws FormatException {
        byte[] broken = {1, 0, 0, 0, 0, 0, 0, 0, (byte) 0xC3};
        ModelMetadata metadata = read(new GgufWriter().value("texts", ARRAY, array(STRING, broken)))
                .metadata();
        assertThat(metadata.size("texts")).isEqualTo(1);
        assertThatThrownBy(() -> metadata.texts("texts"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("texts is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 48, 1 << 21, 0x80000000L})
    void refusesImpossibleAlignments(long alignment) {
        assertRefused(new GgufWriter().number("general.alignment", U32, alignment))
                .hasMessageContaining("general.alignment");
    }

    @Test
    void messagesTellThePlaceAndHideControlCharacters() {
        byte[] bytes = new GgufWriter()
                .text("\u001b[31mk", "1")
                .text("\u001b[31mk", "2")
                .bytes();
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> read(bytes))
                .satisfies(e -> assertThat(e.file()).isEqualTo("some.gguf"))
                .satisfies(e -> assertThat(e.offset()).hasValue(24 + 8 + 6 + 4 + 8 + 1))
                .withMessageStartingWith("some.gguf: key \\u{1b}[31mk is there twice (at byte 51)");
    }

    private static GgufFile read(GgufWriter writer) throws FormatException {
        return read(writer.bytes());
    }

    private static GgufFile read(byte[] bytes) throws FormatException {
        return read(bytes, FormatLimits.DEFAULTS);
    }

    private static GgufFile read(byte[] bytes, FormatLimits limits) throws FormatException {
        return GgufReader.read(FILE, StoredBytes.of(MemorySegment.ofArray(bytes)), limits);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(GgufWriter writer) {
        return assertRefused(writer.bytes());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] bytes) {
        return assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("some.gguf: ");
    }
}
