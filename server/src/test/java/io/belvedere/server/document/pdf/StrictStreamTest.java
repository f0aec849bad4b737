package io.belvedere.server.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictStreamTest {
    /** Long enough to fill LZW's table several times, with few values, so that its strings get long. */
    private static final byte[] DATA = data(200_000);

    private static byte[] data(int size) {
        Random random = new Random(5);
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i % 1000 < 500 ? random.nextInt(4) : i / 1000);
        }
        return data;
    }

    private static COSStream coded(String filter, byte[] data) throws IOException {
        COSStream stream = new COSStream();
        try (OutputStream out = stream.createOutputStream(COSName.getPDFName(filter))) {
            out.write(data);
        }
        return stream;
    }

    private static StrictStream.Length lengthOf(COSStream stream, int part) throws IOException {
        byte[] coded = stream.createRawInputStream().readAllBytes();
        InputStream cut = new ByteArrayInputStream(coded, 0, coded.length * part / 100);
        return StrictStream.of(cut, stream, StrictStream.filters(stream.getFilters()))
                .length();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FlateDecode", "LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"})
    void whatTheLibraryCodedIsDecoded(String filter) throws IOException {
        COSStream stream = coded(filter, DATA);
        assertThat(StrictStream.of(stream).data().readAllBytes()).isEqualTo(DATA);
        assertThat(StrictStream.of(stream).length()).isEqualTo(new StrictStream.Length(DATA.length, true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FlateDecode", "LZWDecode"})
    void anEndThatIsMissingIsSeen(String filter) throws IOException {
        StrictStream.Length length = lengthOf(coded(filter, DATA), 50);
        assertThat(length.whole()).isFalse();
        assertThat(length.bytes()).isBetween(1L, DATA.length - 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FlateDecode", "LZWDecode"})
    void nothingIsNotAnEnd(String filter) throws IOException {
        StrictStream.Length length = lengthOf(coded(filter, DATA), 0);
        assertThat(length.bytes()).isZero();
        assertThat(length.whole()).isEqualTo(filter.equals("FlateDecode")); // an empty stream is written so
    }

    @Test
    void aWrongChecksumDoesNotStopButIsTold() throws IOException {
        COSStream stream = coded("FlateDecode", DATA);
        byte[] coded = stream.createRawInputStream().readAllBytes();
        coded[coded.length - 1] ^= 1;
        StrictStream strict =
                StrictStream.of(new ByteArrayInputStream(coded), stream, StrictStream.filters(stream.getFilters()));
        assertThat(strict.length()).isEqualTo(new StrictStream.Length(DATA.length, true, false));
    }

    @Test
    void stringsThatLzwDoesNotHaveAreFaults() throws IOException {
        byte[] coded = coded("LZWDecode", DATA).createRawInputStream().readAllBytes();
        Arrays.fill(coded, 1_000, 1_100, (byte) 0xFF);
        assertThatThrownBy(() -> new LzwInput(new ByteArrayInputStream(coded), true).readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotHexadecimalIsAFault() {
        InputStream data = new ByteArrayInputStream("41 4x>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> StrictStream.of(data, new COSDictionary(), List.of(COSName.ASCII_HEX_DECODE)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void unknownFiltersAreNamedHarmlessly() {
        COSName strange = COSName.getPDFName("<b>Brotli\n" + "x".repeat(100));
        assertThatThrownBy(() -> StrictStream.of(InputStream.nullInputStream(), new COSDictionary(), List.of(strange)))
                .isInstanceOf(LostContent.class)
                .hasMessage("data behind the unknown filter bBrotli" + "x".repeat(33));
    }
}
