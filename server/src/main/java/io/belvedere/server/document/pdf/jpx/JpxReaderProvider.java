package io.belvedere.server.document.pdf.jpx;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Lets the JDK's registry, where the PDF library looks, find the reader. */
public final class JpxReaderProvider extends ImageReaderSpi {
    private static final String NAME = "JPEG2000";

    private JpxReaderProvider() {
        vendorName = "Belvedere";
        version = "1";
        names = new String[] {NAME};
        suffixes = new String[] {"jp2", "j2k"};
        MIMETypes = new String[] {"image/jp2"};
        pluginClassName = JpxImageReader.class.getName();
        inputTypes = new Class<?>[] {ImageInputStream.class};
    }

    /** Once or more in a process. */
    public static void register() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        if (registry.getServiceProviderByClass(JpxReaderProvider.class) == null) {
            registry.registerServiceProvider(new JpxReaderProvider(), ImageReaderSpi.class);
        }
    }

    /** Only who asks for the format by its name gets it. */
    @Override
    public boolean canDecodeInput(Object source) throws IOException {
        return false;
    }

    @Override
    public ImageReader createReaderInstance(@Nullable Object extension) {
        return new JpxImageReader(this);
    }

    @Override
    public String getDescription(Locale locale) {
        return "JPEG 2000, ITU-T T.800";
    }
}
