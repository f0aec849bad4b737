#!/usr/bin/env python3
"""Makes the JPEG files of every kind that ImageMatrixTest decodes, and their right pixels, by other programs than ours.

Needs cjpeg and djpeg of libjpeg-turbo 2.1 or later, and Pillow. Writes kinds.tsv, references.zip and the files into
engine/src/test/resources/matrix/jpeg. Right pixels come from djpeg, upright by Pillow's rotation; those of inks from
Pillow, whose rule (each ink's light times that of black) is ours too; those of files that were changed afterwards in a
way that other programs don't read (no end marker, a late height and such) from the file before the change.
"""

import io
import math
import pathlib
import shutil
import struct
import subprocess
import tempfile
import zipfile

from PIL import Image, ImageChops, ImageCms

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "engine/src/test/resources/matrix/jpeg"
BROKEN = "refused image_parse_error"
UNSUPPORTED = "refused unsupported_image_media_type"
DAMAGED = "damaged or incomplete"

kinds = []
references = {}


def run(*command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def picture(width=40, height=30):
    """Smooth shades, edges and some grain."""
    image = Image.new("RGB", (width, height))
    grain = 12345
    for y in range(height):
        for x in range(width):
            grain = (grain * 1103515245 + 12345) % 2**31
            edge = 70 if (x // 9 + y // 7) % 3 == 0 else 0
            image.putpixel((x, y), (
                int(110 + 80 * math.sin(x / 6 + y / 9)) + grain % 17,
                int(100 + 70 * math.cos(x / 8 - y / 5)) + edge,
                (5 * x + 4 * y) % 256))
    return image


def ppm(image):
    out = io.BytesIO()
    image.save(out, "PPM")
    return out.getvalue()


def cjpeg(*options, image=None, scans=None):
    data = ppm(image or picture())
    if scans is None:
        return run("cjpeg", *options, data=data)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
        script.write(scans)
        script.flush()
        return run("cjpeg", *options, "-scans", script.name, data=data)


def pillow(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def djpeg(jpeg):
    return Image.open(io.BytesIO(run("djpeg", "-ppm", data=jpeg))).convert("RGB")


def inks(jpeg, inverted=True):
    """Pillow takes all inks as Adobe writes them, inverted."""
    image = Image.open(io.BytesIO(jpeg))
    return (image if inverted else ImageChops.invert(image)).convert("RGB")


def add(name, what, jpeg, right):
    """right: a picture, or the name of the file whose right pixels these are."""
    (FOLDER / name).write_bytes(jpeg)
    if not isinstance(right, str):
        references[name + ".ppm"] = ppm(right)
        right = name
    kinds.append((name, what, "exact", right + ".ppm"))


def refuse(name, what, jpeg, code=BROKEN, words=DAMAGED):
    (FOLDER / name).write_bytes(jpeg)
    kinds.append((name, what, code, words))


def segments(jpeg):
    """Pairs of a marker and its bytes, with the coded data behind a scan's header; the end marker alone."""
    at, parts = 2, []
    while at < len(jpeg) and jpeg[at + 1] != 0xD9:
        marker = jpeg[at + 1]
        end = at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        if marker == 0xDA:
            while jpeg[end] != 0xFF or jpeg[end + 1] == 0 or 0xD0 <= jpeg[end + 1] <= 0xD7:
                end += 1
        parts.append((marker, jpeg[at:end]))
        at = end
    return parts


def join(parts, end=b"\xff\xd9"):
    return b"\xff\xd8" + b"".join(data for _, data in parts) + end


def without(jpeg, *markers):
    return join([part for part in segments(jpeg) if part[0] not in markers])


def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def inserted(jpeg, *new):
    return jpeg[:2] + b"".join(new) + jpeg[2:]


def patched(jpeg, marker, offset, *values):
    """Bytes of the first such segment, counted from its marker."""
    for i in range(2, len(jpeg)):
        if jpeg[i] == 0xFF and jpeg[i + 1] == marker:
            return jpeg[:i + offset] + bytes(values) + jpeg[i + offset + len(values):]
    raise ValueError(f"no marker {marker:x}")


def exif(orientation, order=">"):
    head = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(order + "HHIHH", 274, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0" + head + struct.pack(order + "IH", 8, 1) + entry + bytes(4))


def samplings():
    for name, factors in {
        "444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "410": "4x2", "4x1-down": "1x4",
        "3x1": "3x1", "1x3": "1x3", "mixed-chroma": "2x2,2x1,1x2", "rows-alike": "2x2,2x1,2x1",
        "fine-chroma": "1x1,2x1,2x1",
    }.items():
        for way, options in {"baseline": [], "progressive": ["-progressive"]}.items():
            jpeg = cjpeg("-sample", factors, *options)
            add(f"ycc-{name}-{way}.jpg", f"YCbCr, sampling {factors}, {way}", jpeg, djpeg(jpeg))


def colours():
    for way, options in {"baseline": [], "progressive": ["-progressive"]}.items():
        jpeg = cjpeg("-grayscale", *options)
        add(f"grey-{way}.jpg", f"grey, {way}", jpeg, djpeg(jpeg))
        jpeg = cjpeg("-rgb", *options)
        add(f"rgb-adobe-{way}.jpg", f"RGB by Adobe's marker, {way}", jpeg, djpeg(jpeg))
        jpeg = pillow(picture().convert("CMYK"), progressive=bool(options), quality=90)
        add(f"cmyk-adobe-{way}.jpg", f"CMYK of Adobe's, {way}", jpeg, inks(jpeg))
        jpeg = patched(jpeg, 0xEE, 15, 2)
        add(f"ycck-{way}.jpg", f"YCCK, {way}", jpeg, inks(jpeg))
    jpeg = without(cjpeg("-rgb"), 0xE0, 0xEE)
    add("rgb-by-names.jpg", "RGB by the components' names", jpeg, djpeg(jpeg))
    jpeg = without(pillow(picture().convert("CMYK")), 0xE0, 0xEE)
    add("cmyk-plain.jpg", "CMYK without a marker", jpeg, inks(jpeg, inverted=False))
    jpeg = without(cjpeg("-sample", "2x2"), 0xE0)
    add("ycc-no-jfif.jpg", "YCbCr without JFIF", jpeg, djpeg(jpeg))
    jpeg = inserted(jpeg, segment(0xEE, b"Adobe" + bytes([0, 100, 0, 0, 0, 0, 1])))
    add("ycc-adobe.jpg", "YCbCr by Adobe's marker", jpeg, djpeg(jpeg))
    jpeg = patched(cjpeg("-grayscale"), 0xC0, 11, 0x22)
    add("grey-2x2.jpg", "grey whose one component says 2x2", jpeg, djpeg(jpeg))


def sizes():
    for width, height in ((1, 1), (7, 9), (16, 16), (17, 33), (1, 40), (40, 1), (5, 3)):
        for way, options in {"baseline": [], "progressive": ["-progressive"]}.items():
            jpeg = cjpeg("-sample", "2x2", *options, image=picture(width, height))
            add(f"size-{width}x{height}-{way}.jpg", f"{width}x{height}, 4:2:0, {way}", jpeg, djpeg(jpeg))


def codings():
    for quality in (1, 10, 50, 90, 100):
        jpeg = cjpeg("-quality", str(quality), "-baseline")
        add(f"quality-{quality}.jpg", f"quality {quality}", jpeg, djpeg(jpeg))
    jpeg = cjpeg("-quality", "1")
    add("sixteen-bit-tables.jpg", "extended sequential, 16-bit quantisation tables", jpeg, djpeg(jpeg))
    jpeg = cjpeg("-optimize")
    add("optimised.jpg", "Huffman tables of its own", jpeg, djpeg(jpeg))
    for name, restart in {"unit": "1B", "row": "1"}.items():
        for way, options in {"baseline": [], "progressive": ["-progressive"]}.items():
            jpeg = cjpeg("-restart", restart, "-sample", "2x1", *options)
            add(f"restart-each-{name}-{way}.jpg", f"restart marker after each {name}, {way}", jpeg, djpeg(jpeg))
    for name, scans in {
        "apart": "0; 1; 2;",
        "two": "0; 1 2;",
        "chroma-first": "2; 1; 0;",
    }.items():
        jpeg = cjpeg("-sample", "2x2", scans=scans)
        add(f"scans-{name}.jpg", f"sequential, scans {scans}", jpeg, djpeg(jpeg))
    for name, scans in {
        "bands": "0 1 2: 0-0, 0, 0; 0: 1-9, 0, 0; 2: 1-63, 0, 0; 1: 1-63, 0, 0; 0: 10-63, 0, 0;",
        "bits": "0: 0-0, 0, 3; 1 2: 0-0, 0, 2; 0: 1-63, 0, 2; 1: 1-63, 0, 1; 2: 1-63, 0, 0; 0: 0-0, 3, 2;"
                "0: 0-0, 2, 1; 0: 0-0, 1, 0; 1 2: 0-0, 2, 1; 1: 0-0, 1, 0; 2: 0-0, 1, 0; 0: 1-63, 2, 1;"
                "0: 1-30, 1, 0; 1: 1-63, 1, 0; 0: 31-63, 1, 0;",
        "each-coefficient": "0 1 2: 0-0, 0, 0;"
                            + "".join(f"{c}: {k}-{k}, 0, 0;" for k in range(1, 31) for c in range(3))
                            + "".join(f"{c}: 31-63, 0, 0;" for c in range(3)),
    }.items():
        jpeg = cjpeg("-progressive", "-sample", "2x2", scans=scans)
        add(f"progressive-{name}.jpg", f"progressive, {name}", jpeg, djpeg(jpeg))
    parts = segments(cjpeg("-progressive", scans="0 1 2: 0-0, 0, 0; 0: 1-20, 0, 0; 1: 1-63, 0, 0; 2: 1-63, 0, 0;"
                           "0: 21-63, 0, 1; 0: 21-63, 1, 0;"))
    jpeg = join(parts[:-1])
    add("progressive-coarse.jpg", "progressive, ends properly without the last bits of fine coefficients",
        jpeg, djpeg(jpeg))


def metadata():
    jpeg = cjpeg("-sample", "2x2", "-quality", "85")
    right = djpeg(jpeg)
    turns = {2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
             4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_270],
             7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_90]}
    for tag, (turn,) in turns.items():
        order = "<" if tag % 2 else ">"
        add(f"exif-{tag}.jpg", f"EXIF orientation {tag}", inserted(jpeg, exif(tag, order)), right.transpose(turn))
    add("exif-twice.jpg", "two EXIF blocks that differ: the first counts",
        inserted(jpeg, exif(6), exif(3)), "exif-6.jpg")
    add("plain.jpg", "what the next ones are made of", jpeg, right)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile[:24] + bytes(12) + profile[36:]  # without the time at which it was made
    add("icc.jpg", "ICC profile of sRGB",
        inserted(jpeg, segment(0xE2, b"ICC_PROFILE\0\1\1" + profile)), "plain.jpg")
    half = len(profile) // 2
    add("icc-two-parts.jpg", "ICC profile in two parts, the second one first",
        inserted(jpeg, segment(0xE2, b"ICC_PROFILE\0\2\2" + profile[half:]),
                 segment(0xE2, b"ICC_PROFILE\0\1\2" + profile[:half])), "plain.jpg")
    add("comment.jpg", "a comment and unknown segments",
        inserted(jpeg, segment(0xFE, b"hello \xff\xd9"), segment(0xEB, b"x" * 300)), "plain.jpg")
    add("fill-bytes.jpg", "fill bytes before each marker",
        join([(marker, b"\xff\xff\xff" + data) for marker, data in segments(jpeg)], b"\xff\xff\xff\xd9"), "plain.jpg")
    add("stray-bytes.jpg", "stray bytes between segments",
        join([(marker, data + b"\0\7") for marker, data in segments(jpeg)]), "plain.jpg")


def ends():
    for way, options in {"baseline": [], "progressive": ["-progressive"]}.items():
        jpeg = cjpeg("-sample", "2x2", *options)
        same = f"ycc-420-{way}.jpg"
        add(f"no-end-{way}.jpg", f"no end marker, {way}", jpeg[:-2], same)
        add(f"zeros-at-end-{way}.jpg", f"zeros for the end marker, {way}", jpeg[:-2] + bytes(2000), same)
        trailer = b"MAKERNOTE" + bytes(range(256)) + b"\xff\xc0\0\x11" + bytes(50) + b"\xff\xd8\xff\xda"
        add(f"trailer-at-end-{way}.jpg", f"a maker's trailer for the end marker, {way}", jpeg[:-2] + trailer, same)
        add(f"data-behind-{way}.jpg", f"data behind the end marker, {way}", jpeg + trailer, same)
        refuse(f"half-{way}.jpg", f"half of the coded data, {way}", jpeg[:len(jpeg) * 3 // 5])
        refuse(f"half-with-end-{way}.jpg", f"half of the coded data and an end marker, {way}",
               jpeg[:len(jpeg) * 3 // 5] + b"\xff\xd9")
        refuse(f"few-bytes-short-{way}.jpg", f"four bytes of coded data short, {way}", jpeg[:-6])
    jpeg = cjpeg("-sample", "2x2")
    add("no-huffman-tables.jpg", "Motion JPEG: the standard's Huffman tables are meant", without(jpeg, 0xC4),
        "ycc-420-baseline.jpg")
    late = patched(jpeg, 0xC0, 5, 0, 0)[:-2] + segment(0xDC, struct.pack(">H", 30)) + b"\xff\xd9"
    add("late-height.jpg", "the height follows the scan", late, "ycc-420-baseline.jpg")
    parts = segments(cjpeg("-progressive", "-sample", "2x2"))
    refuse("progressive-last-scan-missing.jpg", "progressive, neither the last scan nor an end marker",
           join(parts[:-1], b""))


def refused():
    jpeg = cjpeg("-sample", "2x2")
    for way, options in {"sequential": [], "progressive": ["-progressive"]}.items():
        refuse(f"arithmetic-{way}.jpg", f"arithmetic coding, {way}", cjpeg("-arithmetic", *options), UNSUPPORTED,
               "arithmetic coding")
    refuse("lossless.jpg", "lossless", patched(jpeg, 0xC0, 1, 0xC3), UNSUPPORTED, "lossless or hierarchical coding")
    refuse("hierarchical.jpg", "hierarchical", patched(jpeg, 0xC0, 1, 0xC5), UNSUPPORTED,
           "lossless or hierarchical coding")
    refuse("twelve-bits.jpg", "12 bits", patched(patched(jpeg, 0xC0, 4, 12), 0xC0, 1, 0xC1), UNSUPPORTED,
           "other than 8 bits a sample")
    refuse("two-components.jpg", "two components", patched(jpeg, 0xC0, 9, 2), UNSUPPORTED,
           "other than 1, 3 or 4 components")
    refuse("sampling-3-2.jpg", "sampling by 3 beside sampling by 2", patched(jpeg, 0xC0, 11, 0x31, 0, 2, 0x21),
           UNSUPPORTED, "sampling factors that don't divide the largest one")
    refuse("no-quantisation.jpg", "no quantisation tables", without(jpeg, 0xDB))
    refuse("no-frame.jpg", "no frame", without(jpeg, 0xC0))
    refuse("progressive-no-tables.jpg", "progressive without Huffman tables", without(cjpeg("-progressive"), 0xC4))
    parts = segments(cjpeg("-sample", "2x2", scans="0; 1; 2;"))
    refuse("scan-missing.jpg", "a component without a scan", join(parts[:-1]))
    restarts = cjpeg("-restart", "1B", "-sample", "2x2")
    refuse("restart-out-of-order.jpg", "restart markers out of order", restarts.replace(b"\xff\xd1", b"\xff\xd3", 1))
    at = restarts.index(b"\xff\xd1")
    refuse("restart-missing.jpg", "a restart marker is missing", restarts[:at] + restarts[at + 2:])
    optimised = cjpeg("-optimize", "-grayscale")
    parts = segments(optimised)
    refuse("no-such-code.jpg", "coded data of ones alone, which is no code",
           join([(m, d[:10] + b"\xff\0" * 400 if m == 0xDA else d) for m, d in parts]))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    samplings()
    colours()
    sizes()
    codings()
    metadata()
    ends()
    refused()
    (FOLDER / "kinds.tsv").write_text("".join("\t".join(kind) + "\n" for kind in kinds))
    with zipfile.ZipFile(FOLDER / "references.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(references.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    print(f"{len(kinds)} kinds, {sum(kind[2] == 'exact' for kind in kinds)} of them read")


if __name__ == "__main__":
    main()
