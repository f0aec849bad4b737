package io.belvedere.server.document.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What the rendering process makes of a file, in this process. */
final class Drawn {
    static final PageOptions OPTIONS = options(64 << 20);

    private Drawn() {}

    static PageOptions options(long mostBytes) {
        return new PageOptions(72, 16, 1, 3_000_000, mostBytes, 60_000);
    }

    /** All records, read back from the bytes that were written. */
    static List<PageRecord> records(byte[] file, PageOptions options) throws IOException {
        return records(new ByteArrayInputStream(file), options);
    }

    static List<PageRecord> records(InputStream file, PageOptions options) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RenderMain.render(file, options, new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        List<PageRecord> records = new ArrayList<>();
        do {
            records.add(PageRecord.read(in, 4 * options.mostPixels() + (1 << 16)));
        } while (records.getLast() instanceof PageRecord.Page);
        return records;
    }

    /** The only page. */
    static BufferedImage page(byte[] file, PageOptions options) throws IOException {
        List<PageRecord> records = records(file, options);
        if (records.size() == 2 && records.getFirst() instanceof PageRecord.Page(byte[] png)) {
            return ImageIO.read(new ByteArrayInputStream(png));
        }
        throw new AssertionError("not one page: " + records);
    }

    static boolean isDark(BufferedImage page, double x, double y) {
        int rgb = page.getRGB((int) (x * page.getWidth()), (int) (y * page.getHeight()));
        return (rgb & 0xFF) < 64;
    }

    static int darkPixels(BufferedImage page) {
        int dark = 0;
        for (int y = 0; y < page.getHeight(); y++) {
            for (int x = 0; x < page.getWidth(); x++) {
                dark += (page.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
            }
        }
        return dark;
    }
}
