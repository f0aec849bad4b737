package io.belvedere.engine.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes JPEG files of many kinds. */
final class Jpegs {
    private static final String NATIVE = "javax_imageio_jpeg_image_1.0";

    private Jpegs() {}

    /** YCC with chroma at 1 / {@code across} of the width and 1 / {@code down} of the height. */
    static byte[] subsampled(BufferedImage image, int across, int down, boolean progressive) {
        return write(progressive, (writer, options) -> {
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), options);
            IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree(NATIVE);
            IIOMetadataNode luminance =
                    (IIOMetadataNode) tree.getElementsByTagName("componentSpec").item(0);
            luminance.setAttribute("HsamplingFactor", Integer.toString(across));
            luminance.setAttribute("VsamplingFactor", Integer.toString(down));
            metadata.setFromTree(NATIVE, tree);
            return new IIOImage(image, null, metadata);
        });
    }

    /** Components as they are, without a marker that says what they mean. */
    static byte[] components(Raster raster, boolean progressive) {
        return write(progressive, (writer, options) -> new IIOImage(raster, null, null));
    }

    private interface Content {
        IIOImage of(ImageWriter writer, ImageWriteParam options) throws IOException;
    }

    private static byte[] write(boolean progressive, Content content) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality(0.95f);
            options.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, content.of(writer, options), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
