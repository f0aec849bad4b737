package io.belvedere.server.document.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.zip.Adler32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FilterFactory;
import org.jspecify.annotations.Nullable;

/**
 * The data of a stream, decoded without mercy: where the library would go on with what it has, reading fails. What
 * {@code codec} has coded is left as it is.
 *
 * @param codec of a picture, the last of the filters; null: the data are decoded wholly, less their predictor
 * @param codecIndex among the filters
 */
record StrictStream(InputStream data, @Nullable COSName codec, int codecIndex) {
    private static final Set<COSName> CODECS =
            Set.of(COSName.DCT_DECODE, COSName.JPX_DECODE, COSName.JBIG2_DECODE, COSName.CCITTFAX_DECODE);

    static StrictStream of(COSStream stream) throws IOException {
        return of(stream.createRawInputStream(), stream, filters(stream.getFilters()));
    }

    /**
     * Decodes {@code raw}.
     *
     * @throws LostContent if a filter is none of PDF's
     */
    static StrictStream of(InputStream raw, COSDictionary dictionary, List<COSName> filters) throws IOException {
        InputStream data = raw;
        for (int i = 0; i < filters.size(); i++) {
            COSName filter = fullName(filters.get(i));
            if (CODECS.contains(filter)) {
                return new StrictStream(data, filter, i);
            }
            data = decoded(data, filter, dictionary, i);
        }
        return new StrictStream(data, null, -1);
    }

    static List<COSName> filters(@Nullable COSBase filters) {
        return switch (filters) {
            case COSName name -> List.of(name);
            case COSArray array ->
                array.toList().stream()
                        .filter(COSName.class::isInstance)
                        .map(COSName.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    /** Inline pictures abbreviate. */
    static COSName fullName(COSName filter) {
        return switch (filter.getName()) {
            case "AHx" -> COSName.ASCII_HEX_DECODE;
            case "A85" -> COSName.ASCII85_DECODE;
            case "LZW" -> COSName.LZW_DECODE;
            case "Fl" -> COSName.FLATE_DECODE;
            case "RL" -> COSName.RUN_LENGTH_DECODE;
            case "CCF" -> COSName.CCITTFAX_DECODE;
            case "DCT" -> COSName.DCT_DECODE;
            default -> filter;
        };
    }

    private static InputStream decoded(InputStream data, COSName filter, COSDictionary dictionary, int index)
            throws IOException {
        return switch (filter.getName()) {
            case "FlateDecode" -> inflated(data);
            case "LZWDecode" -> new LzwInput(data, parameters(dictionary, index).getInt(COSName.EARLY_CHANGE, 1) != 0);
            case "ASCIIHexDecode" -> byLibrary(requireHex(data.readAllBytes()), filter, dictionary, index);
            case "ASCII85Decode", "RunLengthDecode" -> byLibrary(data.readAllBytes(), filter, dictionary, index);
            case "Crypt" -> data;
            default ->
                throw LostContent.unsupported(
                        "data behind the unknown filter " + LostContent.harmless(filter.getName()));
        };
    }

    static COSDictionary parameters(COSDictionary dictionary, int index) {
        COSBase all = dictionary.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        COSBase own = all instanceof COSArray array && index < array.size() ? array.getObject(index) : all;
        return own instanceof COSDictionary found ? found : new COSDictionary();
    }

    /** Header and checksum are not looked at, as all viewers do. */
    private static InputStream inflated(InputStream data) throws IOException {
        boolean empty = data.readNBytes(2).length < 2;
        return empty ? InputStream.nullInputStream() : new Inflated(data);
    }

    private static byte[] requireHex(byte[] data) throws IOException {
        for (byte b : data) {
            if (b == '>') {
                return data;
            }
            if (b < 0 || (b > ' ' && Character.digit(b, 16) < 0)) {
                throw new IOException("not hexadecimal");
            }
        }
        return data;
    }

    private static InputStream byLibrary(byte[] data, COSName filter, COSDictionary dictionary, int index)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FilterFactory.INSTANCE.getFilter(filter).decode(new ByteArrayInputStream(data), out, dictionary, index);
        return new ByteArrayInputStream(out.toByteArray());
    }

    /**
     * How much there was to read.
     *
     * @param whole it came to an end of its own
     * @param sound so far as a checksum tells
     */
    record Length(long bytes, boolean whole, boolean sound) {}

    /** Deflated data between a header and a checksum, neither of which stops it. */
    private static final class Inflated extends InflaterInputStream {
        private final Adler32 sum = new Adler32();

        Inflated(InputStream in) {
            super(in, new Inflater(true), 1 << 13);
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            int read = super.read(into, offset, most);
            if (read > 0) {
                sum.update(into, offset, read);
            }
            return read;
        }

        /** At the end: whether the checksum that follows is right. */
        boolean isSound() throws IOException {
            byte[] told = new byte[Integer.BYTES];
            int held = Math.min(told.length, inf.getRemaining());
            System.arraycopy(buf, len - inf.getRemaining(), told, 0, held);
            int read = held + in.readNBytes(told, held, told.length - held);
            return read == told.length && ByteBuffer.wrap(told).getInt() == (int) sum.getValue();
        }
    }

    /** Reads it. */
    Length length() throws LostContent {
        byte[] buffer = new byte[1 << 13];
        long bytes = 0;
        try {
            for (int read = data.read(buffer); read >= 0; read = data.read(buffer)) {
                bytes += read;
            }
            return new Length(bytes, true, !(data instanceof Inflated inflated) || inflated.isSound());
        } catch (LostContent e) {
            throw e;
        } catch (IOException e) {
            return new Length(bytes, false, false);
        }
    }
}
