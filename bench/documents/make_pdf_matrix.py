#!/usr/bin/python3
"""Makes the PDF files of server/src/test/resources/pdf, with poppler's drawings of those that are to be drawn.

Needs Debian's python3-pil, python3-numpy, python3-fonttools, poppler-utils, qpdf, libjpeg-turbo-progs, libopenjp2-tools,
fonts-dejavu-core.
Writes NAME.pdf, NAME.png and matrix.tsv (name, what it shows, "right" or words of its refusal, tolerance) into the folder
named on the command line. The encrypted files differ each time, all others are the same. PdfMatrixTest reads them.
"""
import argparse
import io
import pathlib
import subprocess
import sys
import tempfile
import zlib

import numpy as np
from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 100, 140  # of a page, in points and pixels
SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


# --- writing a file -------------------------------------------------------------------------------------------------

def stream(data, entries="", packed=False):
    """Bytes of a stream object; packed with Flate or as they are."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


class Pdf:
    """A file of numbered objects. 1 is the catalog, 2 the page tree, 3 the page, 4 its content."""

    def __init__(self, content, resources="", page="", box=(0, 0, WIDTH, HEIGHT), contents="4 0 R", catalog="",
                 kids="[3 0 R]", count=1, packed=True, page_type="/Type/Page"):
        if isinstance(content, str):
            content = content.encode("latin-1")
        self.objects = {
            1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
            2: f"<</Type/Pages/Kids{kids}/Count {count}>>".encode(),
            3: (f"<<{page_type}/Parent 2 0 R/MediaBox[{' '.join(map(str, box))}]/Resources<<{resources}>>"
                f"{'/Contents ' + contents if contents else ''}{page}>>").encode(),
            4: stream(content, packed=packed),
        }

    def add(self, number, data):
        self.objects[number] = data.encode("latin-1") if isinstance(data, str) else data
        return self

    def bytes(self, version="1.7", before=b""):
        out = bytearray(before + f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"))
        offsets = {}
        for number in sorted(self.objects):
            offsets[number] = len(out) - len(before)
            out += b"%d 0 obj\n" % number + self.objects[number] + b"\nendobj\n"
        start = len(out) - len(before)
        out += b"xref\n0 1\n0000000000 65535 f \n"
        for number in sorted(offsets):
            out += b"%d 1\n%010d 00000 n \n" % (number, offsets[number])
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(offsets) + 1, start)
        return bytes(out)


# --- pictures -------------------------------------------------------------------------------------------------------

def picture(mode="RGB", size=(50, 70)):
    """Colours that run across the page, with shapes that show when it is turned, shifted or mirrored."""
    w, h = size
    y, x = np.mgrid[0:h, 0:w]
    rgb = np.stack([255 * x / (w - 1), 255 * y / (h - 1), 255 - 255 * x / (w - 1)], -1).astype(np.uint8)
    image = Image.fromarray(rgb, "RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((w * .1, h * .1, w * .45, h * .35), fill=(250, 250, 240))
    draw.rectangle((w * .55, h * .6, w * .9, h * .9), fill=(10, 20, 15))
    draw.ellipse((w * .1, h * .55, w * .45, h * .9), fill=(220, 30, 30))
    return image.convert(mode)


def bilevel(size=(100, 140)):
    """Black shapes on white, as a scan has them; True is black."""
    image = Image.new("1", size, 1)
    draw = ImageDraw.Draw(image)
    w, h = size
    for i in range(8):
        draw.rectangle((w * .1, h * (.06 + .11 * i), w * (.2 + .08 * i), h * (.11 + .11 * i)), fill=0)
    draw.ellipse((w * .55, h * .05, w * .95, h * .3), fill=0)
    return image


def bits(image, depth):
    """Samples of an 'L' image at a depth of 1, 2, 4 or 8 bits, rows padded to bytes."""
    samples = np.asarray(image, dtype=np.uint16) >> (8 - depth)
    rows = []
    for row in samples:
        text = "".join(format(v, f"0{depth}b") for v in row)
        text += "0" * (-len(text) % 8)
        rows.append(int(text, 2).to_bytes(len(text) // 8, "big"))
    return b"".join(rows)


SHOW = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"


def shown(data, entries, size=(50, 70), more=None, content=SHOW):
    """A page filled by one picture."""
    pdf = Pdf(content, "/XObject<</I 5 0 R>>")
    pdf.add(5, stream(data, f"/Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}{entries}"))
    for number, extra in (more or {}).items():
        pdf.add(number, extra)
    return pdf


RGB8 = "/ColorSpace/DeviceRGB/BitsPerComponent 8"
GRAY8 = "/ColorSpace/DeviceGray/BitsPerComponent 8"
FLATE = "/Filter/FlateDecode"


def raw(mode="RGB"):
    return picture(mode).tobytes()


def lzw(data, early=1):
    """LZW as in TIFF and PDF."""
    out, nbits, table, code_bits = 0, 0, {bytes([i]): i for i in range(256)}, 9
    parts = []

    def put(code, width):
        parts.append(format(code, f"0{width}b"))

    put(256, 9)
    following, word = 258, b""
    for value in data:
        longer = word + bytes([value])
        if longer in table:
            word = longer
            continue
        put(table[word], code_bits)
        table[longer] = following
        following += 1
        if following + early > (1 << code_bits) and code_bits < 12:
            code_bits += 1
        if following == 4094:
            put(256, code_bits)
            table, following, code_bits = {bytes([i]): i for i in range(256)}, 258, 9
        word = bytes([value])
    put(table[word], code_bits)
    following += 1
    if following + early > (1 << code_bits) and code_bits < 12:
        code_bits += 1
    put(257, code_bits)
    text = "".join(parts)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def run_length(data):
    out, i = bytearray(), 0
    while i < len(data):
        run = 1
        while run < 128 and i + run < len(data) and data[i + run] == data[i]:
            run += 1
        if run > 1:
            out += bytes([257 - run, data[i]])
            i += run
        else:
            part = data[i:i + 64]
            out += bytes([len(part) - 1]) + part
            i += len(part)
    return bytes(out) + b"\x80"


def ascii85(data):
    import base64
    return base64.a85encode(data, wrapcol=70) + b"~>"


def png_predicted(data, row, pixel):
    """Every row by another of PNG's filters."""
    out, before = bytearray(), bytes(row)
    for n, start in enumerate(range(0, len(data), row)):
        line, kind = data[start:start + row], n % 5
        out.append(kind)
        for i, v in enumerate(line):
            left = line[i - pixel] if i >= pixel else 0
            up, corner = before[i], before[i - pixel] if i >= pixel else 0
            p = left + up - corner
            paeth = min((left, up, corner), key=lambda c: abs(p - c))
            out.append((v - (0, left, up, (left + up) // 2, paeth)[kind]) % 256)
        before = line
    return bytes(out)


def tiff_predicted(data, row, pixel):
    out = bytearray(data)
    for start in range(0, len(data), row):
        for i in range(row - 1, pixel - 1, -1):
            out[start + i] = (data[start + i] - data[start + i - pixel]) % 256
    return bytes(out)


def fax(image, compression, **tags):
    """The strip of a TIFF file by libtiff."""
    from PIL import TiffImagePlugin
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        info[int(tag[1:])] = value
    info[278] = image.height
    out = io.BytesIO()
    image.save(out, "TIFF", compression=compression, tiffinfo=info)
    with Image.open(io.BytesIO(out.getvalue())) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        order = tiff.tag_v2.get(266, 1)
    data = out.getvalue()[start:start + length]
    return data if order == 1 else bytes(int(format(b, "08b")[::-1], 2) for b in data)


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **options)
    return out.getvalue()


def jpegtran(data, *options):
    return subprocess.run(["jpegtran", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


def patched_frame(data, marker=None, precision=None):
    """A JPEG file whose frame header says another kind."""
    at = next(i for i in range(2, len(data)) if data[i] == 0xFF and data[i + 1] in (0xC0, 0xC2))
    data = bytearray(data)
    data[at + 1] = marker or data[at + 1]
    data[at + 4] = precision or data[at + 4]
    return bytes(data)


# --- JPEG 2000 ------------------------------------------------------------------------------------------------------

JPEG_2000 = [  # name, what it shows, Pillow's mode, opj_compress's options, suffix
    ("", "5/3", "RGB", "", "jp2"),
    ("-gray", "grey, 5/3", "L", "", "jp2"),
    ("-97", "9/7", "RGB", "-I -r 6", "jp2"),
    ("-gray-97", "grey, 9/7, bare codestream", "L", "-I -r 6", "j2k"),
    ("-rlcp", "layers and precincts by resolution", "RGB", "-n 4 -r 20,8,1 -c [32,32],[16,16] -p RLCP", "j2k"),
    ("-rpcl", "layers and precincts by resolution, then position", "RGB", "-n 4 -r 20,8,1 -c [32,32],[16,16] -p RPCL", "j2k"),
    ("-pcrl", "layers and precincts by position", "RGB", "-n 4 -r 20,8,1 -c [32,32],[16,16] -p PCRL", "j2k"),
    ("-cprl", "layers and precincts by component", "RGB", "-n 4 -r 20,8,1 -c [32,32],[16,16] -p CPRL", "j2k"),
    ("-tiles", "tiles, with markers of packets", "RGB", "-n 3 -t 32,24 -SOP -EPH", "jp2"),
    ("-tiles-97", "tiles, 9/7", "RGB", "-n 3 -t 32,24 -I -r 4", "jp2"),
    ("-bypass", "blocks partly without arithmetic", "RGB", "-M 1", "jp2"),
    ("-block-styles", "all styles of blocks", "RGB", "-M 63 -r 8,1", "jp2"),
]


def jpeg_2000_file(mode, options, suffix):
    with tempfile.TemporaryDirectory() as scratch:
        source, coded = pathlib.Path(scratch, "in.ppm"), pathlib.Path(scratch, "out." + suffix)
        picture(mode).save(source, "PPM")
        subprocess.run(["opj_compress", "-i", str(source), "-o", str(coded), *options.split()],
                       stdout=subprocess.DEVNULL, check=True)
        return coded.read_bytes()


def jpeg_2000():
    for name, what, mode, options, suffix in JPEG_2000:
        entries = (GRAY8 if mode == "L" else RGB8) + "/Filter/JPXDecode"
        yield f"jpeg-2000{name}", f"JPEG 2000, {what}", RIGHT, shown(jpeg_2000_file(mode, options, suffix), entries)
    plain = jpeg_2000_file("RGB", "", "jp2")
    yield "jpeg-2000-own-colors", "JPEG 2000 that tells its colours itself", RIGHT, shown(plain, "/Filter/JPXDecode")
    entries = RGB8 + "/Filter/JPXDecode"
    yield "cut-jpeg-2000", "JPEG 2000, half", CUT, shown(plain[:len(plain) // 2], entries)
    yield from jpeg_2000_colors()
    region = jpeg_2000_file("RGB", "-ROI c=0,U=4", "jp2")
    yield ("jpeg-2000-region", "JPEG 2000 with a region of interest",
           "a picture in JPEG 2000 format, with a region of interest, which is not read", shown(region, entries))


def codestream(planes, depth=8, apart=None):
    """One component for each plane, all as they are; apart: how far apart each one's samples are."""
    with tempfile.TemporaryDirectory() as scratch:
        source, coded = pathlib.Path(scratch, "in.raw"), pathlib.Path(scratch, "out.j2k")
        source.write_bytes(b"".join(plane.tobytes() for plane in planes))
        kind = f"50,70,{len(planes)},{depth},u" + (f"@{apart}" if apart else "")
        subprocess.run(["opj_compress", "-i", str(source), "-o", str(coded), "-F", kind, "-mct", "0"],
                       stdout=subprocess.DEVNULL, check=True)
        return coded.read_bytes()


def box(kind, *parts):
    content = b"".join(parts)
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def jp2(coded, colors, components, depth=8, palette=(), roles=()):
    """A file of boxes; roles: type and colour of each channel."""
    def short(*numbers):
        return b"".join(n.to_bytes(2, "big") for n in numbers)

    header = [box(b"ihdr", short(0, 70, 0, 50, components), bytes([depth - 1, 7, 0, 0])),
              box(b"colr", bytes([1, 0, 0]), colors.to_bytes(4, "big"))]
    if palette:
        header += [box(b"pclr", short(len(palette)), bytes([3, 7, 7, 7]), *map(bytes, palette)),
                   box(b"cmap", *(bytes([0, 0, 1, column]) for column in range(3)))]
    if roles:
        header.append(box(b"cdef", short(len(roles)), *(short(i, *role) for i, role in enumerate(roles))))
    return (box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 ", bytes(4), b"jp2 ") + box(b"jp2h", *header)
            + box(b"jp2c", coded))


def jpeg_2000_colors():
    """What the boxes around a codestream tell of its colours, and what a PDF file tells beside."""
    def planes(mode):
        return [np.asarray(plane) for plane in picture(mode).split()]

    def row(name, what, expected, data, entries="", *reference):
        page = shown(data, entries + "/Filter/JPXDecode")
        return f"jpeg-2000-{name}", f"JPEG 2000, {what}", expected, page, *reference

    def refusal(kind):
        return f"a picture in JPEG 2000 format, {kind}, which is not read"

    srgb, grey, sycc, cmyk, lab = 16, 17, 18, 12, 14
    rgb, gray, ycc = planes("RGB"), planes("L"), planes("YCbCr")
    small = [ycc[0], *(np.ascontiguousarray(plane[::2, ::2]) for plane in ycc[1:])]
    coarse = Image.merge("YCbCr", [Image.fromarray(p.repeat(70 // len(p), 0).repeat(70 // len(p), 1)) for p in small])
    deep = [plane.astype(">u2") * 257 for plane in rgb]
    few = picture().quantize(32)
    index, palette = [np.asarray(few)], [tuple(few.getpalette()[3 * i:3 * i + 3]) for i in range(32)]
    turned = "".join(f"{b:02x}{g:02x}{r:02x}" for r, g, b in palette)
    indexed = f"/ColorSpace[/Indexed/DeviceRGB 31<{turned}>]/BitsPerComponent 8"
    plain = shown(raw(), RGB8)
    yield row("own-gray", "grey that it tells itself", RIGHT, jp2(codestream(gray), grey, 1))
    yield row("gray-16", "grey, 16 bits", RIGHT, jp2(codestream([gray[0].astype(">u2") * 257], 16), grey, 1, 16), GRAY8)
    yield row("rgb-16", "16 bits", RIGHT, jp2(codestream(deep, 16), srgb, 3, 16), "/ColorSpace/DeviceRGB")
    yield row("palette", "palette", RIGHT, jp2(codestream(index), srgb, 1, palette=palette))
    yield row("palette-rgb", "palette, and RGB told", RIGHT, jp2(codestream(index), srgb, 1, palette=palette), RGB8)
    yield row("palettes", "palette, and another one told", refusal("with a palette of its own and another one beside"),
              jp2(codestream(index), srgb, 1, palette=palette), indexed)
    yield row("indexed", "indexes of a palette that is told", RIGHT, codestream(index), indexed)
    yield row("indexed-5", "indexes of 5 bits", refusal("with 5 bits as indexes of a palette"),
              codestream(index, 5), indexed)
    opaque = jp2(codestream([*rgb, gray[0]]), srgb, 4, roles=[(0, 1), (0, 2), (0, 3), (1, 0)])
    yield row("alpha", "opacity that is not asked for", RIGHT, opaque, RGB8)
    yield row("own-alpha", "opacity that is not asked for, colours told within", RIGHT, opaque)
    yield row("gray-alpha", "grey with opacity that is not asked for", RIGHT,
              jp2(codestream([gray[0], gray[0].T.reshape(70, 50)]), grey, 2, roles=[(0, 1), (1, 0)]), GRAY8)
    yield row("alpha-mask", "opacity as the mask", refusal("with its mask within"), opaque, RGB8 + "/SMaskInData 1")
    yield row("turned", "channels in another order", RIGHT,
              jp2(codestream(rgb[::-1]), srgb, 3, roles=[(0, 3), (0, 2), (0, 1)]), RGB8)
    yield row("sycc", "sYCC", RIGHT, jp2(codestream(ycc), sycc, 3), "", plain)
    yield row("sycc-420", "sYCC, chroma of 2 x 2 pixels", RIGHT,
              jp2(codestream(small, apart="1x1:2x2:2x2"), sycc, 3), "", shown(coarse.convert("RGB").tobytes(), RGB8))
    yield row("sycc-rgb", "sYCC, and RGB told", refusal("with colours in sYCC and a colour space that is told beside"),
              jp2(codestream(ycc), sycc, 3), RGB8)
    yield row("own-lab", "CIE L*a*b*", refusal("with colours of its own other than grey, sRGB and sYCC"),
              jp2(codestream(rgb), lab, 3))
    yield row("own-ycc", "YCbCr of television", refusal("with colours of its own other than grey, sRGB and sYCC"),
              jp2(codestream(ycc), 1, 3))
    yield row("lab-rgb", "CIE L*a*b*, but RGB told", RIGHT, jp2(codestream(rgb), lab, 3), RGB8)
    yield row("separation", "grey, but an ink told", RIGHT, jp2(codestream(gray), grey, 1),
              "/ColorSpace[/Separation/Spot/DeviceRGB<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[.8 0 .2]/N 1>>]"
              "/BitsPerComponent 8")
    yield row("cmyk", "CMYK", RIGHT, jp2(codestream(planes("CMYK")), cmyk, 4),
              "/ColorSpace/DeviceCMYK/BitsPerComponent 8")
    yield row("own-cmyk", "CMYK that it tells itself", refusal("with 4 channels and no colour space"),
              jp2(codestream(planes("CMYK")), cmyk, 4))
    yield row("decode", "with a Decode array", refusal("with a Decode array, which readers take differently"),
              jp2(codestream(rgb), srgb, 3), RGB8 + "/Decode[1 0 1 0 1 0]")
    yield row("gray-as-rgb", "grey, but RGB told", "a picture in JPEG 2000 format that has other colours than it says",
              jp2(codestream(gray), grey, 1), RGB8)


# --- JBIG2 ----------------------------------------------------------------------------------------------------------

QE = [(0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0), (0x0521, 5, 29, 0), (0x0221, 38, 33, 0),
      (0x5601, 7, 6, 1), (0x5401, 8, 14, 0), (0x4801, 9, 14, 0), (0x3801, 10, 14, 0), (0x3001, 11, 17, 0),
      (0x2401, 12, 18, 0), (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1), (0x5401, 16, 14, 0),
      (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0), (0x3001, 21, 19, 0),
      (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0), (0x1C01, 25, 22, 0), (0x1801, 26, 23, 0),
      (0x1601, 27, 24, 0), (0x1401, 28, 25, 0), (0x1201, 29, 26, 0), (0x1101, 30, 27, 0), (0x0AC1, 31, 28, 0),
      (0x09C1, 32, 29, 0), (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0), (0x02A1, 36, 33, 0),
      (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0), (0x0049, 41, 38, 0),
      (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0), (0x0005, 45, 42, 0), (0x0001, 45, 43, 0),
      (0x5601, 46, 46, 0)]


class MqEncoder:
    """The arithmetic encoder of ITU-T T.88, Annex E, as in its software conventions."""

    def __init__(self):
        self.a, self.c, self.ct, self.out, self.state, self.mps = 0x8000, 0, 12, bytearray([0]), {}, {}

    def encode(self, context, bit):
        index, mps = self.state.get(context, 0), self.mps.get(context, 0)
        qe, next_mps, next_lps, switch = QE[index]
        self.a -= qe
        if bit == mps:
            if self.a & 0x8000:
                self.c += qe
                return
            if self.a < qe:
                self.a = qe
            else:
                self.c += qe
            index = next_mps
        else:
            if self.a < qe:
                self.c += qe
            else:
                self.a = qe
            if switch:
                mps = 1 - mps
            index = next_lps
        self.state[context], self.mps[context] = index, mps
        while True:
            self.a, self.c, self.ct = self.a << 1, self.c << 1, self.ct - 1
            if self.ct == 0:
                self.byte_out()
            if self.a & 0x8000:
                break

    def byte_out(self):
        if self.out[-1] == 0xFF:
            stuffed = True
        elif self.c < 0x8000000:
            stuffed = False
        else:
            self.out[-1] += 1
            stuffed = self.out[-1] == 0xFF
            if stuffed:
                self.c &= 0x7FFFFFF
        if stuffed:
            self.out.append(self.c >> 20 & 0xFF)
            self.c, self.ct = self.c & 0xFFFFF, 7
        else:
            self.out.append(self.c >> 19 & 0xFF)
            self.c, self.ct = self.c & 0x7FFFF, 8

    def finish(self):
        most = self.c + self.a
        self.c |= 0xFFFF
        if self.c >= most:
            self.c -= 0x8000
        for _ in range(2):
            self.c <<= self.ct
            self.byte_out()
        return bytes(self.out[1:]) + b"\xff\xac"


def jbig2(image, mmr):
    """Page and region of one picture, as embedded in PDF files."""
    w, h = image.size
    if mmr:
        coded = fax(image, "group4")
    else:
        black = (np.asarray(image) == 0).astype(int)
        pad = np.zeros((h + 2, w + 8), int)
        pad[2:, 4:w + 4] = black
        encoder = MqEncoder()
        for y in range(h):
            for x in range(w):
                r0, r1, r2, c = pad[y], pad[y + 1], pad[y + 2], x + 4
                near = [r0[c - 2], r0[c - 1], r0[c], r0[c + 1], r0[c + 2], r1[c - 3], r1[c - 2], r1[c - 1], r1[c],
                        r1[c + 1], r1[c + 2], r1[c + 3], r2[c - 4], r2[c - 3], r2[c - 2], r2[c - 1]]
                # nominal places of the adaptive pixels: (3,-1), (-3,-1), (2,-2), (-2,-2)
                context = int("".join(map(str, near)), 2)
                encoder.encode(context, int(black[y, x]))
        coded = encoder.finish()
    adaptive = b"" if mmr else bytes([3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE])

    def segment(number, kind, data):
        return number.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(data).to_bytes(4, "big") + data

    size = w.to_bytes(4, "big") + h.to_bytes(4, "big")
    page = segment(0, 48, size + bytes(8) + b"\x00" + b"\x00\x00")
    region = segment(1, 38, size + bytes(8) + b"\x00" + bytes([1 if mmr else 0]) + adaptive + coded)
    return page + region


# --- fonts ----------------------------------------------------------------------------------------------------------

def truetype(text):
    """A part of DejaVu Sans, with the numbers of its glyphs as in the whole font left behind."""
    options = subset.Options(hinting=False, name_IDs=[1, 2, 6], layout_features=[], notdef_outline=True)
    font = TTFont(SANS, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue(), font


def cff(text):
    """The same outlines as a bare CFF font, for letters that have their standard names."""
    _, source = truetype(text)
    glyphs, cmap = source.getGlyphSet(), source.getBestCmap()
    names = [".notdef"] + [cmap[ord(c)] for c in sorted(set(text))]
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(names)
    strings = {}
    for name in names:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    matrix = 1 / source["head"].unitsPerEm
    builder.setupCFF("Belvedere-Part", {"FullName": "Belvedere Part", "FontMatrix": [matrix, 0, 0, matrix, 0, 0]}, strings, {})
    font = builder.font["CFF "].cff
    out = io.BytesIO()

    class Order:
        recalcBBoxes = False

        def getGlyphOrder(self):
            return names

        def __contains__(self, key):
            return False

    font.compile(out, Order(), isCFF2=False)
    return out.getvalue(), {c: glyphs[cmap[ord(c)]].width * 1000 // source["head"].unitsPerEm for c in set(text)}


TEXT = "Rig Eat 472"


def lines(font="/F", size=34, text=TEXT):
    words = text.split()
    return "BT %s %d Tf 8 106 Td 44 TL " % (font, size) + " ".join(f"({w}) Tj T*" for w in words) + " ET"


def descriptor(name, flags, program):
    return (f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[-1021 -463 1793 1232]/ItalicAngle 0/Ascent 928"
            f"/Descent -236/CapHeight 729/StemV 80{program}>>")


def with_truetype(program=None, entries=""):
    data, font = truetype(TEXT)
    widths = " ".join(str(font["hmtx"][font.getBestCmap()[c]][0] * 1000 // 2048) if c in font.getBestCmap() else "0"
                      for c in range(32, 127))
    pdf = Pdf(lines(), "/Font<</F 5 0 R>>")
    pdf.add(5, f"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Part/FirstChar 32/LastChar 126/Widths[{widths}]"
               "/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>")
    pdf.add(6, descriptor("ABCDEF+Part", 32, "/FontFile2 7 0 R"))
    pdf.add(7, stream(data if program is None else program(data), entries + f"/Length1 {len(data)}", packed=program is None))
    return pdf


def with_cid_truetype(embedded=True):
    data, font = truetype(TEXT)
    order = font.getGlyphOrder()
    code = {c: order.index(font.getBestCmap()[ord(c)]) for c in set(TEXT)}
    show = " ".join("<" + "".join(f"{code[c]:04x}" for c in w) + "> Tj T*" for w in TEXT.split())
    widths = " ".join(f"{code[c]}[{font['hmtx'][font.getBestCmap()[ord(c)]][0] * 1000 // 2048}]" for c in sorted(set(TEXT)))
    pdf = Pdf(f"BT /F 34 Tf 8 106 Td 44 TL {show} ET", "/Font<</F 5 0 R>>")
    pdf.add(5, "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Part/Encoding/Identity-H/DescendantFonts[8 0 R]>>")
    pdf.add(8, "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Part/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
               f"/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor 6 0 R/W[{widths}]>>")
    pdf.add(6, descriptor("ABCDEF+Part", 4, "/FontFile2 7 0 R" if embedded else ""))
    if embedded:
        pdf.add(7, stream(data, f"/Length1 {len(data)}", packed=True))
    return pdf


def with_cff(damage=lambda data: data):
    data, widths = cff(TEXT)
    pdf = Pdf(lines(), "/Font<</F 5 0 R>>")
    numbers = " ".join(str(widths.get(chr(c), 0)) for c in range(32, 127))
    pdf.add(5, f"<</Type/Font/Subtype/Type1/BaseFont/Belvedere-Part/FirstChar 32/LastChar 126/Widths[{numbers}]"
               "/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>")
    pdf.add(6, descriptor("Belvedere-Part", 32, "/FontFile3 7 0 R"))
    pdf.add(7, stream(damage(data), "/Subtype/Type1C", packed=True))
    return pdf


def with_type3(glyph=b"600 0 0 0 500 700 d1 0 0 500 700 re f"):
    pdf = Pdf("BT /F 40 Tf 10 80 Td (ab) Tj 0 -60 Td (ba) Tj ET", "/Font<</F 5 0 R>>")
    pdf.add(5, "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 98"
               "/Widths[600 600]/Encoding<</Differences[97/box/wedge]>>/CharProcs<</box 6 0 R/wedge 7 0 R>>/Resources<<>>>>")
    pdf.add(6, stream(glyph))
    pdf.add(7, stream(b"600 0 0 0 500 700 d1 0 0 m 500 0 l 250 700 l f"))
    return pdf


# --- the matrix -----------------------------------------------------------------------------------------------------

RIGHT = "right"
TOLERANCES = {
    "cmyk": 64,  # of which poppler makes RGB without a profile
    "jpeg-cmyk": 64,
    "jpeg-2000-cmyk": 64,
    "standard-font": 100,  # of another maker where the machine has none
}
DRAWN = "drawn"  # with something on the page; which font depends on the machine
CUT = "a picture whose data are damaged or cut off"
BROKEN = "content that is damaged or cut off"


def pictures():
    rgb, gray = raw(), picture("L")
    pack = lambda data: zlib.compress(data, 9)
    yield "flate-rgb", "Flate, RGB", RIGHT, shown(pack(rgb), RGB8 + FLATE)
    yield "raw-rgb", "no filter", RIGHT, shown(rgb, RGB8)
    for depth in 1, 2, 4, 8:
        yield (f"gray-{depth}", f"grey of {depth} bits", RIGHT,
               shown(pack(bits(gray, depth)), f"/ColorSpace/DeviceGray/BitsPerComponent {depth}{FLATE}"))
    deep = (np.asarray(gray, dtype=np.uint16) * 257).astype(">u2").tobytes()
    yield "gray-16", "grey of 16 bits", RIGHT, shown(pack(deep), "/ColorSpace/DeviceGray/BitsPerComponent 16" + FLATE)
    deep = (np.asarray(picture(), dtype=np.uint16) * 257).astype(">u2").tobytes()
    yield "rgb-16", "RGB of 16 bits", RIGHT, shown(pack(deep), "/ColorSpace/DeviceRGB/BitsPerComponent 16" + FLATE)
    yield "cmyk", "CMYK", RIGHT, shown(pack(raw("CMYK")), "/ColorSpace/DeviceCMYK/BitsPerComponent 8" + FLATE)
    for depth in 1, 2, 4, 8:
        few = picture().quantize(2 ** depth)
        palette = bytes(few.getpalette()[:3 * 2 ** depth]).ljust(3 * 2 ** depth, b"\0").hex()
        data = bits(Image.fromarray((np.asarray(few).astype(np.uint16) << (8 - depth)).astype(np.uint8)), depth)
        yield (f"indexed-{depth}", f"palette of {2 ** depth} colours", RIGHT,
               shown(pack(data), f"/ColorSpace[/Indexed/DeviceRGB {2 ** depth - 1}<{palette}>]/BitsPerComponent {depth}{FLATE}"))
    parms = "/DecodeParms<</Predictor %d/Colors 3/BitsPerComponent 8/Columns 50>>"
    yield "predictor-png", "PNG's five predictors", RIGHT, shown(pack(png_predicted(rgb, 150, 3)), RGB8 + FLATE + parms % 15)
    yield "predictor-tiff", "TIFF's predictor", RIGHT, shown(pack(tiff_predicted(rgb, 150, 3)), RGB8 + FLATE + parms % 2)
    yield "lzw", "LZW", RIGHT, shown(lzw(rgb), RGB8 + "/Filter/LZWDecode")
    yield ("lzw-late", "LZW with late change", RIGHT,
           shown(lzw(rgb, 0), RGB8 + "/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>"))
    yield "run-length", "RunLength", RIGHT, shown(run_length(rgb), RGB8 + "/Filter/RunLengthDecode")
    yield ("chain-85-flate", "ASCII85, then Flate", RIGHT,
           shown(ascii85(pack(rgb)), RGB8 + "/Filter[/ASCII85Decode/FlateDecode]"))
    yield ("chain-hex-lzw", "hexadecimal, then LZW", RIGHT,
           shown(lzw(rgb).hex().encode() + b">", RGB8 + "/Filter[/ASCIIHexDecode/LZWDecode]"))
    page = bilevel()
    ccitt = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K %d/Columns 100/Rows 140%s>>"
    big = (100, 140)
    yield "fax-g4", "CCITT group 4", RIGHT, shown(fax(page, "group4"), ccitt % (-1, ""), big)
    yield "fax-g3", "CCITT group 3", RIGHT, shown(fax(page, "group3"), ccitt % (0, ""), big)
    yield "fax-g3-2d", "CCITT group 3, two-dimensional", RIGHT, shown(fax(page, "group3", t292=1), ccitt % (4, ""), big)
    yield "fax-black-is-1", "CCITT group 4, BlackIs1", RIGHT, shown(fax(page, "group4"), ccitt % (-1, "/BlackIs1 true"), big)
    dct = "/Filter/DCTDecode"
    photo, gray_jpeg = jpeg(picture()), jpeg(gray)
    yield "jpeg", "JPEG", RIGHT, shown(photo, RGB8 + dct)
    yield "jpeg-gray", "JPEG, grey", RIGHT, shown(gray_jpeg, GRAY8 + dct)
    yield "jpeg-progressive", "JPEG, progressive", RIGHT, shown(jpeg(picture(), progressive=True), RGB8 + dct)
    yield ("jpeg-cmyk", "JPEG, CMYK inverted as Adobe writes it", RIGHT,
           shown(jpeg(picture("CMYK")), "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]" + dct))
    yield ("jpeg-in-flate", "JPEG packed again", RIGHT,
           shown(pack(photo), RGB8 + "/Filter[/FlateDecode/DCTDecode]"))
    bilevel_entries = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    yield "jbig2-arithmetic", "JBIG2, arithmetic", RIGHT, shown(jbig2(page, False), bilevel_entries, big)
    yield "jbig2-mmr", "JBIG2, MMR", RIGHT, shown(jbig2(page, True), bilevel_entries, big)
    yield from jpeg_2000()
    yield "decode", "colours reversed by Decode", RIGHT, shown(pack(rgb), RGB8 + FLATE + "/Decode[1 0 1 0 1 0]")
    ramp = bytes(np.tile(np.linspace(0, 255, 50).astype(np.uint8), 70))
    mask = {6: stream(pack(ramp), f"/Type/XObject/Subtype/Image/Width 50/Height 70{GRAY8}{FLATE}")}
    yield "soft-mask", "soft mask", RIGHT, shown(pack(rgb), RGB8 + FLATE + "/SMask 6 0 R", more=mask)
    hard = {6: stream(pack(bits(gray, 1)), f"/Type/XObject/Subtype/Image/Width 50/Height 70/ImageMask true/BitsPerComponent 1{FLATE}")}
    yield "hard-mask", "mask of one bit", RIGHT, shown(pack(rgb), RGB8 + FLATE + "/Mask 6 0 R", more=hard)
    yield "key-mask", "mask by colour", RIGHT, shown(pack(rgb), RGB8 + FLATE + "/Mask[200 255 0 60 0 60]")
    yield ("stencil", "stencil", RIGHT,
           shown(pack(bits(gray, 1)), "/ImageMask true/BitsPerComponent 1" + FLATE, content="0 .4 .8 rg " + SHOW))
    small = picture("L", (20, 28))
    inline = "q 100 0 0 140 0 0 cm BI /W 20 /H 28 /CS /G /BPC 8 %s ID "

    def inlined(data, entries):
        return Pdf((inline % entries).encode() + data + b"\nEI Q")

    yield "inline-flate", "inline, Flate", RIGHT, inlined(pack(small.tobytes()), "/F /Fl")
    yield "inline-85", "inline, ASCII85", RIGHT, inlined(ascii85(small.tobytes()), "/F /A85")
    yield "inline-jpeg", "inline, JPEG", RIGHT, inlined(jpeg(small), "/F /DCT")
    yield ("cal-gray", "CalGray", RIGHT, shown(
        pack(gray.tobytes()), "/ColorSpace[/CalGray<</WhitePoint[.9505 1 1.089]/Gamma 2.2>>]/BitsPerComponent 8" + FLATE))
    separation = "[/Separation/Ink/DeviceRGB<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[.9 .1 .2]/N 1>>]"
    yield "separation", "one ink of its own", RIGHT, shown(pack(gray.tobytes()), f"/ColorSpace{separation}/BitsPerComponent 8{FLATE}")
    yield ("jpeg-no-end", "JPEG without its end marker", RIGHT, shown(photo[:-2], RGB8 + dct), shown(photo, RGB8 + dct))
    tall = picture(size=(50, 350)).tobytes()
    yield "row-short", "one row less than told", RIGHT, shown(pack(tall[:-150]), RGB8 + FLATE, (50, 350))
    yield "flate-no-checksum", "Flate without its checksum", RIGHT, shown(pack(rgb)[:-4], RGB8 + FLATE)
    wrong = shown(pack(rgb), RGB8 + FLATE)
    wrong.objects[5] = wrong.objects[5].replace(b"/Length ", b"/Length 9")
    yield "length-wrong", "wrong Length", RIGHT, wrong

    # what is lost
    yield "lost-picture", "picture not in the file", "a picture or form that is missing from the file", Pdf(SHOW, "/XObject<</I 5 0 R>>")
    yield ("lost-mask", "soft mask not in the file", "a picture whose mask is missing from the file",
           shown(pack(rgb), RGB8 + FLATE + "/SMask 6 0 R"))
    yield "cut-flate", "Flate, half", CUT, shown(pack(rgb)[:1500], RGB8 + FLATE)
    spoiled = bytearray(pack(rgb))
    spoiled[900:940] = bytes(40)
    yield "spoiled-flate", "Flate, damaged", CUT, shown(bytes(spoiled), RGB8 + FLATE)
    yield "cut-lzw", "LZW, half", CUT, shown(lzw(rgb)[:2000], RGB8 + "/Filter/LZWDecode")
    yield "cut-run-length", "RunLength, half", CUT, shown(run_length(rgb)[:4000], RGB8 + "/Filter/RunLengthDecode")
    yield "cut-85", "ASCII85, half", CUT, shown(ascii85(rgb)[:6000], RGB8 + "/Filter/ASCII85Decode")
    yield "cut-raw", "no filter, half", CUT, shown(rgb[:5000], RGB8)
    yield "cut-jpeg", "JPEG, half", CUT, shown(photo[:len(photo) * 2 // 3], RGB8 + dct)
    yield "cut-fax", "CCITT group 4, half", CUT, shown(fax(page, "group4")[:60], ccitt % (-1, ""), big)
    yield "cut-jbig2", "JBIG2, half", CUT, shown(jbig2(page, False)[:120], bilevel_entries, big)
    yield "cut-inline", "inline, half", CUT, inlined(pack(small.tobytes())[:200], "/F /Fl")
    yield ("cut-mask", "soft mask, half", CUT, shown(pack(rgb), RGB8 + FLATE + "/SMask 6 0 R", more={
        6: stream(pack(ramp)[:30], f"/Type/XObject/Subtype/Image/Width 50/Height 70{GRAY8}{FLATE}")}))
    yield "filter-unknown", "unknown filter", "data behind the unknown filter BrotliDecode", shown(pack(rgb), RGB8 + "/Filter/BrotliDecode")
    not_read = "a picture in JPEG format, %s, which is not read"
    yield "jpeg-arithmetic", "JPEG, arithmetic", not_read % "coded arithmetically", shown(jpegtran(photo, "-arithmetic"), RGB8 + dct)
    yield "jpeg-lossless", "JPEG, lossless", not_read % "coded without loss", shown(patched_frame(photo, 0xC3), RGB8 + dct)
    yield "jpeg-12-bit", "JPEG, 12 bits", not_read % "with 12 bits a sample", shown(patched_frame(photo, 0xC1, 12), RGB8 + dct)
    yield ("jpeg-other-size", "JPEG of another size",
           "a picture in JPEG format that is of another size, or has other colours, than it says",
           shown(jpeg(picture(size=(40, 70))), RGB8 + dct))


def texts():
    yield "standard-font", "a standard font", RIGHT, Pdf(lines(), "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>>>")
    yield "truetype", "TrueType", RIGHT, with_truetype()
    yield "truetype-cid", "TrueType by glyph numbers", RIGHT, with_cid_truetype()
    yield "cff", "CFF", RIGHT, with_cff()
    yield "type-3", "glyphs drawn by operators", RIGHT, with_type3()
    outlined = with_truetype()
    outlined.add(4, stream(("1 Tr 2 w 1 0 0 RG " + lines()).encode()))
    yield "text-outlined", "outlined text", RIGHT, outlined
    invisible = shown(raw(), RGB8, content=SHOW + " 3 Tr BT /G 12 Tf 10 10 Td (x) Tj ET")
    invisible.objects[3] = invisible.objects[3].replace(b"/XObject", b"/Font<</G 9 0 R>>/XObject")
    invisible.add(9, "<</Type/Font/Subtype/Type1/BaseFont/Nothing/Encoding<</Differences[120/nothing]>>>>")
    yield "text-invisible", "invisible text over a scan, in a font that is not there", RIGHT, invisible
    yield ("font-missing", "font not in the file", "text in a font that is missing from the file",
           Pdf(lines(), "/Font<</F 5 0 R>>"))
    yield ("font-program-missing", "font program not in the file", "whose program is missing from the file",
           (lambda pdf: (pdf.objects.pop(7), pdf)[1])(with_truetype()))
    yield ("font-program-cut", "font program, half", "whose program is damaged or cut off",
           with_truetype(lambda data: zlib.compress(data, 9)[:700], FLATE))
    yield ("font-program-spoiled", "font program, damaged", "whose program can't be read",
           with_cff(lambda data: b"\x01\x00\x04\x02" + b"\xff" * (len(data) - 4)))
    yield ("font-codes-only", "no font, and codes that mean nothing without it",
           "no font there has the character with the code", with_cid_truetype(embedded=False))
    yield ("font-names-only", "no font, and names that mean nothing without it",
           "no font there has the character with the code",
           Pdf("BT /F 30 Tf 10 60 Td (ab) Tj ET", "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Strange"
               "/Encoding<</Differences[97/g17/g18]>>>>>>"))
    yield ("type-3-broken", "glyph that is cut off", BROKEN, with_type3(b"600 0 0 0 500 700 d1 0 0 500 700"))


def drawings():
    box = f"0 0 {WIDTH} {HEIGHT} re"
    axial = "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 100 140]/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>/Extend[true true]>>"
    radial = "<</ShadingType 3/ColorSpace/DeviceRGB/Coords[50 70 5 50 70 70]/Function<</FunctionType 2/Domain[0 1]/C0[1 1 0]/C1[0 .3 .3]/N 1>>/Extend[true true]>>"
    yield "shading-axial", "axial shading", RIGHT, Pdf("/S sh", f"/Shading<</S {axial}>>")
    yield "shading-radial", "radial shading", RIGHT, Pdf("/S sh", f"/Shading<</S {radial}>>")
    vertex = lambda flag, x, y, rgb: bytes([flag]) + (x * 600).to_bytes(2, "big") + (y * 450).to_bytes(2, "big") + bytes(rgb)
    triangle = vertex(0, 0, 0, (255, 0, 0)) + vertex(0, 100, 0, (0, 255, 0)) + vertex(0, 50, 140, (0, 0, 255))
    mesh = ("/ShadingType 4/ColorSpace/DeviceRGB/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8"
            "/Decode[0 109.225 0 145.6333 0 1 0 1 0 1]")
    yield "shading-mesh", "mesh of triangles", RIGHT, Pdf("/S sh", "/Shading<</S 5 0 R>>").add(5, stream(triangle, mesh, True))
    yield "pattern-shading", "shading as a colour", RIGHT, Pdf(
        f"/Pattern cs /P scn 10 10 80 120 re f", f"/Pattern<</P<</PatternType 2/Shading {axial}>>>>")
    tile = "/PatternType 1/PaintType %d/TilingType 1/BBox[0 0 20 20]/XStep 20/YStep 20/Resources<<>>"
    yield "pattern-tiles", "tiles", RIGHT, Pdf(f"/Pattern cs /P scn {box} f", "/Pattern<</P 5 0 R>>").add(
        5, stream(b"1 0 0 rg 0 0 10 10 re f 0 0 1 rg 10 10 10 10 re f", tile % 1))
    yield "pattern-tiles-uncolored", "tiles coloured from outside", RIGHT, Pdf(
        f"/CS cs 0 .5 0 /P scn {box} f", "/ColorSpace<</CS[/Pattern/DeviceRGB]>>/Pattern<</P 5 0 R>>").add(
        5, stream(b"0 0 10 20 re f", tile % 2))
    group = "/Type/XObject/Subtype/Form/BBox[0 0 100 140]/Group<</S/Transparency%s>>/Resources<<>>"
    form = stream(b"0 0 1 rg 10 10 60 90 re f 0 1 0 rg 40 50 50 80 re f", group % "/I true")
    yield "group", "transparency group", RIGHT, Pdf(
        f"1 0 0 rg 0 0 100 70 re f /G gs /X Do", "/ExtGState<</G<</ca .5>>>>/XObject<</X 5 0 R>>").add(5, form)
    yield "blend", "blend mode", RIGHT, Pdf(
        "1 .8 0 rg 0 0 70 140 re f /G gs 0 .6 1 rg 30 20 70 100 re f", "/ExtGState<</G<</BM/Multiply>>>>")
    yield "soft-mask-group", "soft mask by luminosity", RIGHT, Pdf(
        f"/G gs 0 .2 .6 rg {box} f", "/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>").add(
        5, stream(b"/S sh", "/Type/XObject/Subtype/Form/BBox[0 0 100 140]/Group<</S/Transparency/CS/DeviceGray>>"
                            "/Resources<</Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 0 140]"
                            "/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>/Extend[true true]>>>>>>"))
    yield "paths", "lines, curves, dashes, clips", RIGHT, Pdf(
        "q 50 70 m 50 110 90 110 90 70 c 90 20 10 20 10 70 c 10 110 50 130 50 70 c W n .9 .4 .1 rg 0 0 100 140 re f Q"
        " 4 w [10 5] 0 d 5 5 m 95 135 l S [] 0 d 8 w 1 J 10 130 m 90 130 l S")
    yield "missing-shading", "shading not in the file", "a shading that is missing from the file", Pdf("/S sh", "/Shading<</S 5 0 R>>")
    yield ("missing-pattern", "pattern not in the file", "a pattern that is missing from the file",
           Pdf(f"/Pattern cs /P scn {box} f", "/Pattern<</P 5 0 R>>"))
    yield ("broken-pattern", "tile, damaged", BROKEN,
           Pdf(f"/Pattern cs /P scn {box} f", "/Pattern<</P 5 0 R>>").add(
               5, stream(zlib.compress(b"1 0 0 rg 0 0 10 10 re f " * 3)[:15], tile % 1 + FLATE)))
    yield ("broken-form", "form, damaged", BROKEN, Pdf("/X Do", "/XObject<</X 5 0 R>>").add(
        5, stream(zlib.compress(b"0 0 1 rg 10 10 60 90 re f 0 1 0 rg 40 50 50 80 re f")[:30],
                  "/Type/XObject/Subtype/Form/BBox[0 0 100 140]" + FLATE)))


def structures(tool):
    quarter = "0 .3 .6 rg 0 0 50 70 re f 1 .6 0 rg 60 90 30 40 re f"
    for degrees in 90, 180, 270:
        yield f"rotate-{degrees}", f"turned by {degrees} degrees", RIGHT, Pdf(quarter, page=f"/Rotate {degrees}")
    yield "crop-box", "crop box", RIGHT, Pdf(quarter, page="/CropBox[20 30 90 140]")
    yield "crop-box-empty", "crop box without area", RIGHT, Pdf(quarter, page="/CropBox[0 0 0 0]")
    yield "crop-box-outside", "crop box outside the page", RIGHT, Pdf(quarter, page="/CropBox[500 500 600 640]"), Pdf(quarter)
    yield "count-wrong", "wrong number of pages", RIGHT, Pdf(quarter, count=3)
    yield "page-without-type", "page without a type", RIGHT, Pdf(quarter, page_type="")
    yield "contents-array", "content in two parts, split between operands", RIGHT, Pdf(
        "0 .3 .6 rg 0 0 50", contents="[4 0 R 5 0 R]").add(5, stream(b"70 re f 1 .6 0 rg 60 90 30 40 re f"))
    plain = Pdf(quarter).bytes()
    yield "object-streams", "object and cross-reference streams", RIGHT, tool(plain, "--object-streams=generate")
    yield "linearized", "linearized", RIGHT, tool(plain, "--linearize")
    yield "encrypted-aes", "encrypted (AES-256), open to all", RIGHT, tool(plain, "--encrypt", "", "owner", "256", "--")
    yield ("encrypted-rc4", "encrypted (RC4), open to all", RIGHT,
           tool(plain, "--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"))
    yield ("encrypted-closed", "encrypted, with a password", "encrypted and can't be opened without a password",
           tool(plain, "--encrypt", "user", "owner", "256", "--"))
    start = len(plain)
    later = b"4 0 obj\n" + stream(quarter.replace("0 .3 .6", ".8 0 .2").encode()) + b"\nendobj\n"
    xref = start + len(later)
    old = plain.rindex(b"startxref\n") + 10
    yield "updated", "changed by an incremental update", RIGHT, (
        plain + later + b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (start, plain[old:plain.index(b"\n", old)], xref))
    yield "xref-wrong", "cross-reference table that points nowhere", RIGHT, plain.replace(b"0 65535 f \n", b"0 65535 f \n  ", 1)
    yield "before-header", "bytes before the header", RIGHT, Pdf(quarter).bytes(before=b"HTTP/1.1 200 OK\r\n\r\n")
    note = Pdf(quarter, page="/Annots[5 0 R 9 0 R]")  # 9 is not there: deleted, as editors do
    note.add(5, "<</Type/Annot/Subtype/Stamp/Rect[20 20 80 60]/F 4/AP<</N 6 0 R>>>>")
    note.add(6, stream(b"1 0 0 rg 0 0 60 40 re f 1 1 1 rg 10 10 40 20 re f", "/Type/XObject/Subtype/Form/BBox[0 0 60 40]"))
    yield "annotation", "stamp over the page, and one that is gone", RIGHT, note
    field = Pdf(quarter, page="/Annots[5 0 R]", catalog="/AcroForm<</Fields[5 0 R]/DA(/Helv 0 Tf 0 g)>>")
    field.add(5, "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/Rect[10 80 50 130]/F 4/AP<</N 6 0 R>>>>")
    field.add(6, stream(b"/Tx BMC 0 .5 0 rg 0 0 40 50 re f EMC", "/Type/XObject/Subtype/Form/BBox[0 0 40 50]"))
    yield "form-field", "form field with its looks", RIGHT, field
    layers = Pdf("/OC /A BDC " + quarter + " EMC /OC /B BDC 1 0 0 rg 0 0 100 140 re f EMC",
                 "/Properties<</A 5 0 R/B 6 0 R>>", catalog="/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>")
    layers.add(5, "<</Type/OCG/Name(A)>>").add(6, "<</Type/OCG/Name(B)>>")
    yield "layers", "a layer that is shown, and one that is not", RIGHT, layers
    yield "restore-too-often", "Q without q, and q without Q", RIGHT, Pdf("Q Q " + quarter + " q"), Pdf(quarter)
    yield "state-missing", "graphics state not in the file", RIGHT, Pdf("/G gs " + quarter, "/ExtGState<</G 5 0 R>>")
    many = "".join(f"{c / 60:.2f} .3 .6 rg {c} 0 1.7 140 re f " for c in range(0, 60))
    yield "odd-word", "one odd word among many operators", RIGHT, Pdf(many + "nan " + quarter)
    yield "new-operators", "operators of a later version, marked as such", RIGHT, Pdf("BX 1 2 fancy EX " + quarter)

    junk = bytes((i * 73 + 129) % 256 for i in range(200))
    yield "content-cut", "content, half", BROKEN, Pdf(quarter[:40], packed=False)
    yield "content-open-text", "content that ends within its text", BROKEN, Pdf(
        "BT /F 12 Tf 10 10 Td", "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>", packed=False)
    yield "content-junk", "content that is none", BROKEN, Pdf(junk, packed=False)
    yield "content-words", "content of other words", BROKEN, Pdf("the quick brown fox jumps over", packed=False)
    half = Pdf(quarter)
    half.add(4, stream(zlib.compress((many + quarter).encode(), 9)[:200], FLATE))
    yield "content-flate-cut", "packed content, half", BROKEN, half
    missing = Pdf(quarter)
    del missing.objects[4]
    yield "content-missing", "content not in the file", "content that is missing from the file", missing
    yield ("content-part-missing", "a part of the content not in the file", "content that is missing from the file",
           Pdf(quarter, contents="[4 0 R 5 0 R]"))
    strange = Pdf(quarter)
    strange.add(4, stream(b"abc", "/Filter/BrotliDecode"))
    yield "content-filter-unknown", "content behind an unknown filter", "data behind the unknown filter BrotliDecode", strange
    yield ("page-missing", "second page not in the file", "Page 2 of the document is missing from the file",
           Pdf(quarter, kids="[3 0 R 9 0 R]", count=2))
    last = shown(raw(), RGB8)
    whole = last.bytes()
    yield "file-cut", "the file's first nine tenths", "a picture or form that is missing from the file", whole[:len(whole) * 9 // 10]


def difference(page, value):
    """The greatest of all blocks of 8 x 8 pixels, as the test sees it, between a page and one of a single grey."""
    h, w, _ = page.shape
    return max(abs(page[y:y + 8, x:x + 8, c].mean() - value)
               for y in range(0, h, 8) for x in range(0, w, 8) for c in range(3))


def cjk():
    """Drawn where a font has the characters, refused where none has."""
    pdf = Pdf("BT /F 40 Tf 10 80 Td <6F225B57> Tj ET", "/Font<</F 5 0 R>>")
    pdf.add(5, "<</Type/Font/Subtype/Type0/BaseFont/Strange-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>")
    pdf.add(6, "<</Type/Font/Subtype/CIDFontType0/BaseFont/Strange-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
               "/Supplement 2>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Strange-Light/Flags 4"
               "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>>>")
    return pdf


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.pdf"), *folder.glob("*.png")]:
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)

        def tool(data, *options):
            (scratch / "in.pdf").write_bytes(data)
            subprocess.run(["qpdf", "--deterministic-id" if "--encrypt" not in options else "--static-id", *options,
                            str(scratch / "in.pdf"), str(scratch / "out.pdf")], check=True)
            return (scratch / "out.pdf").read_bytes()

        rows = [*pictures(), *texts(), *drawings(), *structures(tool),
                ("cjk", "Chinese, with no font in the file", f"{DRAWN}|no font there has the character", cjk())]
        with open(folder / "matrix.tsv", "w", encoding="utf-8") as table:
            table.write("# name\twhat it shows\tright, or words of its refusal\tmost difference of 8 x 8 pixels, if right\n")
            for name, what, expected, pdf, *reference in rows:
                data = pdf if isinstance(pdf, bytes) else pdf.bytes()
                (folder / f"{name}.pdf").write_bytes(data)
                tolerance = TOLERANCES.get(name, 48)
                table.write(f"{name}\t{what}\t{expected}\t{tolerance if expected == RIGHT else ''}\n")
                if expected == RIGHT:
                    (scratch / "reference.pdf").write_bytes(reference[0].bytes() if reference else data)
                    drawn = subprocess.run(["pdftoppm", "-r", "72", "-cropbox", "-singlefile", "-png",
                                            str(scratch / "reference.pdf"), str(scratch / "page")],
                                           stderr=subprocess.PIPE, check=True)
                    page = Image.open(scratch / "page.png").convert("RGB")
                    page.save(folder / f"{name}.png", optimize=True)
                    for nothing in 0, 255:
                        assert difference(np.asarray(page), nothing) > 1.3 * tolerance, f"{name} could pass blank"
                    if drawn.stderr:
                        print(f"{name}: {drawn.stderr.decode(errors='replace').strip()}", file=sys.stderr)
    print(f"{len(rows)} files, {sum(f.stat().st_size for f in folder.iterdir()):,} bytes")


if __name__ == "__main__":
    main()
