package io.belvedere.engine.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** TIFF 6.0, the first image of the file. */
record TiffFile(byte[] bytes, TiffLayout layout, TiffDirectory directory) implements ImageFile {
    private static final int ICC_PROFILE = 34675;

    /**
     * All that pixels are made of: sides, samples, compression, palette, strips, tiles and what codes need. The rest, such as
     * directories in directories and profiles, could only confuse or exhaust the decoder.
     */
    private static final int[] TAGS_OF_PIXELS = {
        256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324, 325, 332, 338, 339,
        347, 529, 530, 531, 532
    };

    static TiffFile of(byte[] bytes) throws ImageException {
        TiffDirectory directory = TiffDirectory.of(ByteView.of(bytes, ByteOrder.LITTLE_ENDIAN));
        return new TiffFile(bytes, TiffLayout.of(directory), directory);
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.TIFF;
    }

    @Override
    public ImageSize size() {
        return layout.size();
    }

    @Override
    public Orientation orientation() {
        return directory.orientation();
    }

    /** Of a decoded pixel, twice: the reader may hold a strip with all rows beside the image. */
    @Override
    public int storedBytes() {
        return 2 * layout.pixelBytes();
    }

    @Override
    public byte[] profile() {
        ByteView profile = directory.bytes(ICC_PROFILE);
        byte[] copy = new byte[profile.size()];
        profile.bytes().get(0, copy);
        return copy;
    }

    @Override
    public Rgb decode(AlphaRule alpha, DecodingWatch watch) throws IOException, ImageException {
        layout.checkParts(directory);
        return Codecs.read(Codecs.builtIn("tiff"), withoutExtras(), size(), alpha, watch);
    }

    /** The file with a directory of its own at the end, which is the only one. */
    private byte[] withoutExtras() {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int tag : TAGS_OF_PIXELS) {
            // a strip may be said to have more rows than the image
            boolean rows = tag == TiffLayout.ROWS_PER_STRIP;
            entries.writeBytes(rows ? directory.entry(tag, layout.part().height()) : directory.entry(tag));
        }
        ByteOrder order = directory.file().bytes().order();
        int start = bytes.length + (bytes.length & 1);
        ByteBuffer reduced = ByteBuffer.allocate(start + 2 + entries.size() + 4).order(order);
        reduced.put(0, bytes).putInt(4, start).putShort(start, (short) (entries.size() / 12));
        return reduced.put(start + 2, entries.toByteArray()).array();
    }
}
