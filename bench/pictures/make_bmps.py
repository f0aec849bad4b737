#!/usr/bin/env python3
"""Makes the BMP and icon files of the picture matrix:

    bench/pictures/make_bmps.py engine/src/test/resources/matrix/bmp engine/src/test/resources/matrix/ico

Needs Debian's python3-pil, python3-numpy, imagemagick and netpbm. The files are written here, so their pixels are
known; Pillow must agree, or ImageMagick where Pillow reads a kind not at all; what neither reads as the specification
says is marked so (5 bits of 31 become 255 levels rounded here; Pillow and ImageMagick differ by up to a level). An
alpha mask counts in V4 and V5 headers alone, and not where alpha is 0 everywhere, as in browsers; Pillow leaves such
pictures transparent. Pixels that runs jump over have the first colour, as in Pillow.
"""

import struct
import sys

import numpy as np
from kinds import DAMAGED, Kinds, encoded, magick, over_white, pillow, run, scene

SCENE = scene()
HEIGHT, WIDTH = SCENE.shape[:2]
RGB = (SCENE[..., :3] >> 8).astype(np.uint8)
ALPHA = (SCENE[..., 3:] >> 8).astype(np.uint8)
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH]


def places(bits):
    return (X // 3 + Y * 5) % (1 << bits)


def palette(bits):
    return np.array([[i * 41 & 255, i * 97 + 20 & 255, 255 - i * 59 & 255] for i in range(1 << bits)], np.uint8)


def colors(table, size=4):
    rows = table[:, ::-1]
    return (np.concatenate([rows, np.zeros_like(rows[:, :1])], -1) if size == 4 else rows).astype(np.uint8).tobytes()


def rows(values, bits, down=False):
    """(height, width) of pixels, padded to words."""
    out = b""
    for row in values if down else values[::-1]:
        if bits < 8:
            data = np.packbits(((row[:, None] >> np.arange(bits)[::-1]) & 1).reshape(-1).astype(np.uint8)).tobytes()
        else:
            data = b"".join(int(v).to_bytes(bits // 8, "little") for v in row)
        out += data + bytes(-len(data) % 4)
    return out


def packed(rgb):
    rgb = rgb.astype(np.int64)
    return rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]


def header(length, bits, compression=0, down=False, masks=(), used=0, width=WIDTH, height=HEIGHT, planes=1):
    height = height * planes
    if length == 12:
        return struct.pack("<IHHHH", 12, width, height, 1, bits)
    head = struct.pack("<IiiHHIIiiII", length, width, -height if down else height, 1, bits, compression, 0, 2835, 2835,
                       used, 0)
    head += struct.pack("<%dI" % len(masks), *masks)
    if length >= 108:
        head = head.ljust(56, b"\0") + b"BGRs"
    return head[:length].ljust(length, b"\0") if length > 40 or length == 16 else head


def bmp(head, data, table=b"", size=None, gap=0):
    offset = 14 + len(head) + len(table) + gap
    size = offset + len(data) if size is None else size
    return b"BM" + struct.pack("<IHHI", size & 0xFFFFFFFF, 0, 0, offset) + head + table + bytes(gap) + data


def five(values, bits=5):
    most = (1 << bits) - 1
    return (values * 255 + most // 2) // most


def runs(values, bits):
    """Every row in runs of equal pixels and literal pieces, in turn."""
    out = b""
    for row in values[::-1]:
        x = 0
        while x < WIDTH:
            end = x
            while end < WIDTH and row[end] == row[x]:
                end += 1
            if end - x > 2 or WIDTH - x < 4:
                value = int(row[x]) if bits == 8 else int(row[x]) * 17
                out += bytes([end - x, value])
                x = end
            else:
                count = min(5, WIDTH - x)
                part = row[x:x + count]
                data = bytes(int(v) for v in part) if bits == 8 else bytes(
                    int(part[i]) << 4 | (int(part[i + 1]) if i + 1 < count else 0) for i in range(0, count, 2))
                out += bytes([0, count]) + data + bytes(len(data) % 2)
                x += count
        out += b"\0\0"
    return out + b"\0\1"


def bitmaps(folder):
    kinds = Kinds(folder)

    def add(name, what, data, right, levels=0, agrees=True, mode="RGB"):
        if agrees:
            try:
                read = pillow(data, mode)
            except (OSError, ValueError):
                read = magick(data, ".bmp")
            off = np.abs(read.astype(int) - right).max()
            assert off <= levels, (name, off)
        kinds.add(name + ".bmp", what, data, right)

    for bits in (1, 2, 4, 8):
        right = palette(bits)[places(bits)]
        for down in (False, True):
            add("palette-%d%s" % (bits, "-down" if down else ""), "a palette, %d bits%s" % (
                bits, ", rows downwards" if down else ""), bmp(
                    header(40, bits, down=down), rows(places(bits), bits, down), colors(palette(bits))), right,
                agrees=bits != 2)
        add("os2-%d" % bits, "OS/2 1.x, %d bits" % bits, bmp(
            header(12, bits), rows(places(bits), bits), colors(palette(bits), 3)), right, agrees=bits != 2)
    few = palette(8)[:7]
    add("palette-7", "a palette of 7 colours", bmp(header(40, 8, used=7), rows(places(8) % 7, 8), colors(few)),
        few[places(8) % 7])
    add("palette-300", "300 colours said, 256 there", bmp(
        header(40, 8, used=300), rows(places(8), 8), colors(palette(8))), palette(8)[places(8)], agrees=False)
    add("gap", "a gap before the pixels", bmp(header(40, 24), rows(packed(RGB), 24), gap=37), RGB)
    for bits in (24, 32):
        for down in (False, True):
            add("rgb-%d%s" % (bits, "-down" if down else ""), "%d bits" % bits, bmp(
                header(40, bits, down=down), rows(packed(RGB), bits, down)), RGB)
        for length in (12, 16, 64, 108, 124):
            if length == 12 and bits == 32:
                continue
            add("header-%d-%d" % (length, bits), "a header of %d bytes, %d bits" % (length, bits), bmp(
                header(length, bits), rows(packed(RGB), bits)), RGB, agrees=length != 16)
    junk = packed(RGB) | 0xA5000000
    add("rgb-32-junk", "32 bits without masks, the highest byte means nothing", bmp(
        header(40, 32), rows(junk, 32)), RGB)
    fifteen = (RGB >> 3).astype(np.int64)
    values = fifteen[..., 0] << 10 | fifteen[..., 1] << 5 | fifteen[..., 2]
    add("rgb-16", "16 bits, 5 a channel", bmp(header(40, 16), rows(values, 16)), five(fifteen), 1)
    add("rgb-16-down", "16 bits, downwards", bmp(header(40, 16, down=True), rows(values, 16, True)), five(fifteen), 1)
    six = np.stack([RGB[..., 0] >> 3, RGB[..., 1] >> 2, RGB[..., 2] >> 3], -1).astype(np.int64)
    values = six[..., 0] << 11 | six[..., 1] << 5 | six[..., 2]
    right = np.stack([five(six[..., 0]), five(six[..., 1], 6), five(six[..., 2])], -1)
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    add("masks-565", "masks of 5, 6 and 5 bits behind the header", bmp(
        header(40, 16, 3), rows(values, 16), masks), right, 1)
    for length in (52, 56, 108, 124):
        add("masks-565-%d" % length, "masks in a header of %d bytes" % length, bmp(
            header(length, 16, 3, masks=(0xF800, 0x7E0, 0x1F, 0)), rows(values, 16)), right, 1, agrees=length >= 108)
    swapped = RGB[..., 2].astype(np.int64) << 16 | RGB[..., 1].astype(np.int64) << 8 | RGB[..., 0]
    add("masks-bgr-32", "masks in the other order", bmp(
        header(40, 32, 3), rows(swapped, 32), struct.pack("<III", 0xFF, 0xFF00, 0xFF0000)), RGB)
    ten = (SCENE[..., :3] >> 6).astype(np.int64)
    values = ten[..., 0] << 20 | ten[..., 1] << 10 | ten[..., 2]
    add("masks-10-bits", "masks of 10 bits a channel", bmp(
        header(40, 32, 3), rows(values, 32), struct.pack("<III", 0x3FF00000, 0xFFC00, 0x3FF)), five(ten, 10),
        agrees=False)
    argb = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    values = packed(RGB) | ALPHA[..., 0].astype(np.int64) << 24
    for length in (56, 108, 124):
        add("alpha-%d" % length, "an alpha mask in a header of %d bytes" % length, bmp(
            header(length, 32, 3, masks=argb), rows(values, 32)), over_white(RGB, ALPHA), agrees=length >= 108,
            mode="RGBA")
        add("alpha-0-%d" % length, "an alpha mask, and alpha 0 everywhere: opaque", bmp(
            header(length, 32, 3, masks=argb), rows(packed(RGB), 32)), RGB, agrees=False)
    add("alpha-behind", "four masks behind a header of 40 bytes", bmp(
        header(40, 32, 6), rows(values, 32), struct.pack("<IIII", *argb)), over_white(RGB, ALPHA), agrees=False)
    one = fifteen[..., 0] << 10 | fifteen[..., 1] << 5 | fifteen[..., 2] | (ALPHA[..., 0].astype(np.int64) >> 7) << 15
    add("alpha-1555", "an alpha mask of one bit", bmp(
        header(124, 16, 3, masks=(0x7C00, 0x3E0, 0x1F, 0x8000)), rows(one, 16)),
        over_white(five(fifteen), (ALPHA >> 7) * 255), agrees=False)
    plain = bmp(header(40, 24), rows(packed(RGB), 24))
    for size in (0, 54, len(plain) - 1):
        add("size-%s" % {0: "0", 54: "54"}.get(size, "short"), "a file size of %d in the header" % size, bmp(
            header(40, 24), rows(packed(RGB), 24), size=size), RGB, agrees=False)
    add("padding-missing", "the last row is not padded", plain[:-1], RGB, agrees=False)
    for bits in (8, 4):
        table = palette(bits)
        values = np.where(Y % 3 == 0, X // 9, places(bits)) % (1 << bits)
        right = table[values]
        add("runs-%d" % bits, "runs of %d bits" % bits, bmp(
            header(40, bits, 1 if bits == 8 else 2), runs(values, bits), colors(table)), right, agrees=bits == 8)
    jump = bytes([5, 1, 0, 2, 4, 2, 6, 2, 0, 0, 3, 3, 0, 1])
    values = np.zeros((HEIGHT, WIDTH), int)
    values[-1, :5], values[-3, 9:15], values[-4, :3] = 1, 2, 3
    add("runs-jump", "jumps, and an early end", bmp(header(40, 8, 1), jump, colors(palette(8))),
        palette(8)[values], agrees=False)
    add("magick", "ImageMagick's", run(["convert", "IN", "BMP3:OUT"], encoded(RGB, "PNG"), ".png", ".bmp"), RGB)
    add("netpbm", "netpbm's", run(["ppmtobmp", "-bpp=24", "IN"], b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + RGB.tobytes(),
                                  ".ppm", ".bmp"), RGB)
    for compression, words in ((4, "a JPEG or PNG image inside"), (5, "a JPEG or PNG image inside"), (11, "CMYK")):
        kinds.refuse("compression-%d.bmp" % compression, words, bmp(header(40, 24, compression), bytes(99)), words)
    kinds.refuse("os2-huffman.bmp", "OS/2 2.x, Huffman coding", bmp(header(64, 1, 3), bytes(99)), "Huffman coding")
    kinds.refuse("os2-runs-24.bmp", "OS/2 2.x, runs of 24 bits", bmp(header(64, 24, 4), bytes(99)), "runs of 24 bits")
    words = "damaged or incomplete"
    kinds.refuse("cut.bmp", "a row is cut", plain[:-3], words, DAMAGED)
    kinds.refuse("beyond.bmp", "a place beyond the palette", bmp(
        header(40, 8, used=7), rows(places(8) % 8, 8), colors(few)), words, DAMAGED)
    kinds.refuse("runs-cut.bmp", "runs that are cut", bmp(header(40, 8, 1), jump[:3], colors(palette(8))), words,
                 DAMAGED)
    kinds.close()


def icon(pictures, kind=1):
    head, data = struct.pack("<HHH", 0, kind, len(pictures)), b""
    for width, height, bits, picture in pictures:
        head += struct.pack("<BBBBHHII", width & 255, height & 255, 0, 0, 1, bits, len(picture),
                            6 + 16 * len(pictures) + len(data))
        data += picture
    return head + data


def dib(values, bits, table=b"", mask=None, used=0):
    """A bitmap and its mask, where 1 is transparent."""
    height, width = values.shape
    mask = np.zeros((height, width), int) if mask is None else mask
    head = header(40, bits, used=used, width=width, height=height, planes=2)
    return width, height, bits, head + table + rows(values, bits) + rows(mask, 1)


def icons(folder):
    kinds = Kinds(folder)
    hole = ((X - 8) ** 2 + (Y - 9) ** 2 < 30).astype(int)

    def over_hole(rgb):
        return np.where(hole[..., None] == 1, 255, rgb)

    small = dib(np.ones((8, 8), int), 1, colors(palette(1)))
    for bits in (1, 4, 8):
        kinds.add("palette-%d.ico" % bits, "%d bits and a mask, beside a smaller one" % bits, icon(
            [small, dib(places(bits), bits, colors(palette(bits)), hole)]), over_hole(palette(bits)[places(bits)]))
    data = icon([dib(packed(RGB), 24, mask=hole)])
    kinds.add("rgb-24.ico", "24 bits and a mask", data, over_hole(RGB))
    assert (pillow(data) == over_hole(RGB)).all()
    fifteen = (RGB >> 3).astype(np.int64)
    values = fifteen[..., 0] << 10 | fifteen[..., 1] << 5 | fifteen[..., 2]
    kinds.add("rgb-16.ico", "16 bits", icon([dib(values, 16)]), five(fifteen))
    values = packed(RGB) | ALPHA[..., 0].astype(np.int64) << 24
    data = icon([dib(values, 32, mask=hole)])
    kinds.add("alpha.ico", "32 bits with alpha, which overrules the mask", data, over_white(RGB, ALPHA))
    assert (pillow(data) == over_white(RGB, ALPHA)).all()
    kinds.add("alpha-0.ico", "32 bits, alpha 0 everywhere: by the mask", icon(
        [dib(packed(RGB), 32, mask=hole)]), over_hole(RGB))
    kinds.add("few-colours.ico", "a palette of 7 colours", icon(
        [dib(places(8) % 7, 8, colors(palette(8)[:7]), used=7)]), palette(8)[places(8) % 7])
    png = encoded(np.concatenate([RGB, ALPHA], -1), "PNG")
    kinds.add("png.ico", "a PNG file inside", icon([small, (WIDTH, HEIGHT, 32, png)]), over_white(RGB, ALPHA))
    wide = np.tile(RGB, (12, 10, 1))[:256, :256]
    kinds.add("png-256.ico", "256 pixels a side, written as 0", icon(
        [dib(packed(RGB), 24), (256, 256, 32, encoded(wide, "PNG"))]), wide)
    kinds.add("deepest.ico", "of equal size the one with most bits", icon(
        [dib(places(4), 4, colors(palette(4))), dib(packed(RGB), 24), dib(places(1), 1, colors(palette(1)))]), RGB)
    kinds.add("cursor.cur", "a cursor", icon([dib(places(8), 8, colors(palette(8)), hole)], 2),
              over_hole(palette(8)[places(8)]))
    kinds.add("pillow.ico", "Pillow's", encoded(wide[:48, :48], "ICO", sizes=[(16, 16), (48, 48)]), wide[:48, :48])
    made = run(["convert", "IN", "OUT"], encoded(RGB, "PNG"), ".png", ".ico")
    kinds.add("magick.ico", "ImageMagick's", made, RGB)
    words = "damaged or incomplete"
    kinds.refuse("mask-missing.ico", "no mask", icon([dib(places(8), 8, colors(palette(8)))])[:-4], words,
                 DAMAGED)
    kinds.refuse("outside.ico", "a picture beyond the file", icon([small])[:40], words, DAMAGED)
    kinds.close()


if __name__ == "__main__":
    bitmaps(sys.argv[1])
    icons(sys.argv[2])
