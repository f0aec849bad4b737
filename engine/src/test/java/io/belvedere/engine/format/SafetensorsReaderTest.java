package io.belvedere.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belvedere.compute.DType;
import io.belvedere.compute.Shape;
import io.belvedere.compute.StoredBytes;
import io.belvedere.compute.Tensor;
import io.belvedere.compute.quant.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
    private static final Path FILE = Path.of("some.safetensors");

    @Test
    void readsTensorsInTheirOrder() throws FormatException {
        List<Tensor> tensors = read(new SafetensorsWriter()
                .entry("\"__metadata__\":{\"format\":\"pt\"}")
                .tensor("b", "BF16", new int[] {1}, new byte[] {(byte) 0x80, 0x3F})
                .tensor("a", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
                .tensor("scalar", new int[0], 7));
        assertThat(tensors).extracting(Tensor::name).containsExactly("b", "a", "scalar");
        assertThat(tensors.get(0).type()).isEqualTo(DType.BF16);
        assertThat(BlockFormat.decode(tensors.get(0))).isEqualTo(new float[] {1});
        assertThat(tensors.get(1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(BlockFormat.decode(tensors.get(1))).isEqualTo(new float[] {1, 2, 3, 4, 5, 6});
        assertThat(tensors.get(2).shape()).isEqualTo(Shape.of(1));
        assertThat(BlockFormat.decode(tensors.get(2))).isEqualTo(new float[] {7});
    }

    @Test
    void readsHeadersPaddedWithSpaces() throws FormatException {
        SafetensorsWriter writer = new SafetensorsWriter().tensor("t", new int[] {1}, 3);
        byte[] padded = (writer.header() + "     ").getBytes(StandardCharsets.UTF_8);
        List<Tensor> tensors = read(SafetensorsWriter.bytes(padded, writer.data()));
        assertThat(BlockFormat.decode(tensors.getFirst())).isEqualTo(new float[] {3});
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = new SafetensorsWriter()
                .tensor("a", new int[] {2}, 1, 2)
                .tensor("b", new int[] {1}, 3)
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(FormatException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> read(part));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"I64", "U8", "F64", "F8_E4M3", "BOOL", "f32", ""})
    void tensorsOfTypesThatAreNotComputedWithAreSetAside(String dtype) throws FormatException {
        FileTensors tensors = readAll(new SafetensorsWriter()
                .tensor("first", new int[] {1}, 1)
                .tensor("position_ids", dtype, new int[] {1, 8}, new byte[8])
                .tensor("last", new int[] {1}, 2)
                .bytes());
        assertThat(tensors.tensors()).extracting(Tensor::name).containsExactly("first", "last");
        assertThat(tensors.unread()).containsExactly(Map.entry("position_ids", dtype));
    }

    @Test
    void tensorsThatAreSetAsideStillMustBeWhereTheySay() {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":%s}}";
        assertRefused(SafetensorsWriter.bytes(
                        header.formatted("[4,12]").getBytes(StandardCharsets.UTF_8), new byte[12]))
                .hasMessageContaining("tensors a and b overlap");
        assertRefused(SafetensorsWriter.bytes(
                        header.formatted("[8,16]").getBytes(StandardCharsets.UTF_8), new byte[15]))
                .hasMessageContaining("is incomplete");
        assertRefused(SafetensorsWriter.bytes(header.formatted("[8,0]").getBytes(StandardCharsets.UTF_8), new byte[8]))
                .hasMessageContaining("absurd");
    }

    @Test
    void aFileThatEndsEarlyIsCalledIncomplete() {
        SafetensorsWriter writer = new SafetensorsWriter().tensor("a", new int[] {2}, 1, 2);
        byte[] whole = writer.bytes();
        int header = 8 + writer.header().length();
        assertRefused(Arrays.copyOf(whole, whole.length - 1))
                .hasMessageContaining("is incomplete: it has " + (whole.length - 1) + " bytes of " + whole.length
                        + " (tensor a ends there)");
        assertRefused(Arrays.copyOf(whole, header - 1))
                .hasMessageContaining("is incomplete: it has " + (header - 1) + " bytes of " + header);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 1L << 31, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesAbsurdHeaderLengths(long length) {
        byte[] bytes = new SafetensorsWriter().tensor("a", new int[] {1}, 1).bytes();
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (length >> 8 * i);
        }
        assertRefused(bytes).hasMessageContaining("header");
    }

    @Test
    void refusesHeadersOverTheLimits() {
        byte[] bytes = new SafetensorsWriter()
                .tensor("a", new int[] {1}, 1)
                .tensor("b", new int[] {1}, 1)
                .bytes();
        FormatLimits shortHeader = new FormatLimits(64, 10, 10, 10, 64);
        FormatLimits oneTensor = new FormatLimits(1 << 20, 1, 10, 10, 64);
        assertThatThrownBy(() -> read(bytes, shortHeader)).hasMessageContaining("over the limit of 64");
        assertThatThrownBy(() -> read(bytes, oneTensor)).hasMessageContaining("more than 1 tensors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [0,8]     | overlap
            [0,4]     | takes 8 bytes, but data_offsets are [0, 4]
            [4,12]    | overlap
            [8,24]    | takes 8 bytes, but data_offsets are [8, 24]
            [12,20]   | is incomplete
            [16,8]    | takes 8 bytes, but data_offsets are [16, 8]
            [-8,0]    | at least 0
            [8]       | no data_offsets of two numbers
            [8,16,24] | more than 2 numbers
            [8,1e3]   | is not an integer
            [8,"16"]  | is not an integer
            [8,99999999999999999999] | out of range
            [8,9223372036854775807]  | absurd
            8         | is not an array
            """)
    void refusesImpossibleOffsets(String offsets, String fact) {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + offsets + "}}";
        assertRefused(SafetensorsWriter.bytes(header.getBytes(StandardCharsets.UTF_8), new byte[16]))
                .hasMessageContaining(fact);
    }

    @Test
    void refusesDataThatNoTensorTakes() {
        SafetensorsWriter writer = new SafetensorsWriter().tensor("t", new int[] {1}, 1);
        byte[] header = writer.header().getBytes(StandardCharsets.UTF_8);
        assertRefused(SafetensorsWriter.bytes(header, new byte[5]))
                .hasMessageContaining("the tensors take 4 of 5 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [0]        | extent of 0
            [-1]       | at least 0
            [2147483648] | extent of 2147483648
            [1,1,1,1,1,1,1,1,1] | more than 8 numbers
            [2147483647,2147483647,2147483647] | more than 2^63
            [[1]]      | is not an integer
            [1.0]      | is not an integer
            "1"        | is not an array
            [2]        | takes 8 bytes
            """)
    void refusesImpossibleShapes(String shape, String fact) {
        String header = "{\"t\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}";
        assertRefused(SafetensorsWriter.bytes(header.getBytes(StandardCharsets.UTF_8), new byte[4]))
                .hasMessageContaining(fact);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                       | not an object
            null                     | not an object
            {"t":3}                  | tensor t is not an object
            {"t":{}}                 | has no dtype
            {"t":{"dtype":"F32"}}    | no data_offsets
            {"t":{"dtype":"F32","data_offsets":[0,4]}}     | no shape
            {"t":{"dtype":32}}       | dtype of tensor t is not a text
            {"t":{"color":"red"}}    | unknown property color
            {"__metadata__":{"a":1}} | __metadata__.a is not a text
            {"__metadata__":"a"}     | __metadata__ is not an object
            {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{}} | key t is there twice
            {"t":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}} | key dtype is there twice
            {} {}                    | follows
            {"t":                    | breaks off
            """)
    void refusesOtherJson(String header, String fact) {
        assertRefused(SafetensorsWriter.bytes(header.getBytes(StandardCharsets.UTF_8), new byte[4]))
                .hasMessageContaining(fact);
    }

    @Test
    void refusesDeepNesting() {
        String header = "{\"t\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertRefused(SafetensorsWriter.bytes(header.getBytes(StandardCharsets.UTF_8), new byte[4]))
                .isNotNull();
        String nested = "{\"__metadata__\":{\"a\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000) + "}}";
        assertRefused(SafetensorsWriter.bytes(nested.getBytes(StandardCharsets.UTF_8), new byte[4]))
                .isNotNull();
    }

    @Test
    void messagesTellThePlace() {
        SafetensorsWriter writer = new SafetensorsWriter()
                .tensor("first", new int[] {1}, 1)
                .tensor("second", "F16", new int[] {1}, new byte[1]);
        int place = 8 + writer.header().indexOf("{\"dtype\":\"F16\"");
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> read(writer))
                .satisfies(e -> assertThat(e.offset()).hasValue(place));
    }

    private static List<Tensor> read(SafetensorsWriter writer) throws FormatException {
        return read(writer.bytes());
    }

    private static List<Tensor> read(byte[] bytes) throws FormatException {
        return read(bytes, FormatLimits.DEFAULTS);
    }

    private static List<Tensor> read(byte[] bytes, FormatLimits limits) throws FormatException {
        return SafetensorsReader.read(FILE, StoredBytes.of(MemorySegment.ofArray(bytes)), limits)
                .tensors();
    }

    private static FileTensors readAll(byte[] bytes) throws FormatException {
        return SafetensorsReader.read(FILE, StoredBytes.of(MemorySegment.ofArray(bytes)), FormatLimits.DEFAULTS);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(SafetensorsWriter writer) {
        return assertRefused(writer.bytes());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] bytes) {
        return assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("some.safetensors: ");
    }
}
