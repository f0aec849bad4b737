package io.belvedere.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names what comes in a picture's place, by its first bytes. */
public final class OtherFormats {
    /** So many bytes tell all that can be told. */
    public static final int ENOUGH = 512;

    public static final String PDF = "a PDF file";

    /** First bytes, in ISO 8859-1, and what they are those of. */
    private static final String[][] STARTS = {
        {"\0\0\0\fJXL \r\n", "a JPEG XL file"},
        {"\u00ff\n", "a JPEG XL file"},
        {"\0\0\0\fjP  \r\n", "a JPEG 2000 file"},
        {"\u00ffO\u00ffQ", "a JPEG 2000 file"},
        {"II\u00bc", "a JPEG XR file"},
        {"8BPS", "a Photoshop file (PSD)"},
        {"%PDF-", PDF},
        {"%!PS", "a PostScript file (PS, EPS)"},
        {"\u00c5\u00d0\u00d3\u00c6", "a PostScript file (EPS)"},
        {"\u00d7\u00cd\u00c6\u009a", "a Windows metafile (WMF)"},
        {"\1\0\t\0\0\3", "a Windows metafile (WMF)"},
        {"qoif", "a QOI file"},
        {"gimp xcf", "a GIMP file (XCF)"},
        {"BPG\u00fb", "a BPG file"},
        {"FLIF", "a FLIF file"},
        {"DDS ", "a DirectDraw file (DDS)"},
        {"v/1\1", "an OpenEXR file"},
        {"#?RADIANCE", "a Radiance file (HDR)"},
        {"PF\n", "a PFM file"},
        {"Pf\n", "a PFM file"},
        {"SIMPLE  =", "a FITS file"},
        {"AT&TFORM", "a DjVu file"},
        {"icns", "an Apple icon (ICNS)"},
        {"\u008aMNG", "an MNG file"},
        {"\n\5\1", "a PCX file"},
        {"/* XPM */", "an XPM file"},
        {"\u001aE\u00df\u00a3", "a Matroska or WebM video"},
        {"OggS", "an Ogg file"},
        {"ID3", "an MP3 file"},
        {"\u001f\u008b", "a gzip file"},
        {"PK\3\4", "a ZIP archive (or a file of Office, which is one)"},
        {"PK\5\6", "an empty ZIP archive"},
        {"7z\u00bc\u00af'\u001c", "a 7-Zip archive"},
        {"(\u00b5/\u00fd", "a Zstandard file"},
        {"BZh", "a bzip2 file"},
        {"\u00fd7zXZ\0", "an XZ file"},
        {"Rar!\u001a\7", "a RAR archive"},
        {"\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "an old Office file"},
        {"version https://git-lfs", "a Git LFS pointer, not the file that it stands for"},
        {"data:", "the text of a data URL, encoded once more"},
        {"iVBORw0KGgo", "Base64 text, encoded once more"},
        {"/9j/", "Base64 text, encoded once more"},
        {"R0lGOD", "Base64 text, encoded once more"},
        {"UklGR", "Base64 text, encoded once more"},
    };

    private static final Pattern RIFF = Pattern.compile("(?s)RIFF....(....).*");

    /** ISO media: a box of brands, the main one first. */
    private static final Pattern MEDIA = Pattern.compile("(?s)\0\0..ftyp(.*)");

    private OtherFormats() {}

    /** What begins with {@code bytes}, such as "an AVIF file"; "something else" if that can't be told. */
    public static String name(byte[] bytes) {
        int length = Math.min(ENOUGH, bytes.length);
        String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        for (String[] entry : STARTS) {
            if (start.startsWith(entry[0])) {
                return entry[1];
            }
        }
        Matcher riff = RIFF.matcher(start);
        Matcher media = MEDIA.matcher(start);
        if (media.matches()) {
            int box = Math.max(4, Math.min(length, (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF)) - 8);
            return media(
                    media.group(1).substring(0, Math.min(box, media.group(1).length())));
        } else if (riff.matches()) {
            return riff.group(1).equals("AVI ")
                    ? "an AVI video"
                    : riff.group(1).equals("WAVE") ? "a WAV file" : "a RIFF file";
        } else if (start.startsWith("DICM", 128)) {
            return "a DICOM file";
        } else if (start.startsWith("\1\0\0\0") && start.startsWith(" EMF", 40)) {
            return "a Windows metafile (EMF)";
        }
        return text(start.replace("\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT));
    }

    private static String media(String brands) {
        if (brands.contains("avif") || brands.contains("avis")) {
            return "an AVIF file";
        } else if (brands.matches("(?s)(heic|heix|heim|heis|hevc|hevx|mif1|msf1).*")) {
            return "a HEIC file";
        } else if (brands.startsWith("qt  ")) {
            return "a QuickTime video (MOV)";
        }
        return brands.startsWith("crx ") ? "a raw photograph (CR3)" : "a video (MP4)";
    }

    private static String text(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            return "JSON";
        } else if (text.startsWith("%pdf")) {
            return PDF;
        } else if (!text.startsWith("<")) {
            return "something else";
        } else if (text.contains("<svg")) {
            return "an SVG file";
        }
        return text.contains("<html") || text.startsWith("<!doctype html")
                ? "a web page (HTML)"
                : "markup (HTML, XML, SVG)";
    }
}
