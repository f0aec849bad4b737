#!/usr/bin/env python3
"""Makes the Netpbm and TGA files of the picture matrix:

    bench/pictures/make_pnms.py engine/src/test/resources/matrix/pnm engine/src/test/resources/matrix/tga

Needs Debian's python3-pil, python3-numpy, imagemagick and netpbm. The files are written here, so their pixels are
known; Pillow must agree, or where Pillow reads a kind not at all ImageMagick (for TGA netpbm, as ImageMagick 6.9
turns such files upside down). Samples of 65,535 levels keep their high byte; of other numbers of levels the nearest
of 255 is taken. TGA of 16 bits is opaque, as in Pillow; 32 bits are opaque where alpha is 0 everywhere (Pillow leaves
them transparent).
"""

import struct
import sys

import numpy as np
from kinds import DAMAGED, Kinds, encoded, grey, magick, over_white, pillow, run, scene

SCENE = scene()
HEIGHT, WIDTH = SCENE.shape[:2]
RGB, ALPHA = (SCENE[..., :3] >> 8).astype(np.uint8), (SCENE[..., 3:] >> 8).astype(np.uint8)
LIGHT = RGB[..., 1]
BITS = (LIGHT > 120).astype(np.uint8)
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH]


def levels(values, most):
    return (values.astype(np.int64) * 255 + most // 2) // most


def maker(kinds, suffix):
    def add(name, what, data, right, agrees=True, mode="RGBA"):
        if agrees:
            try:
                read = pillow(data, mode)
            except (OSError, SyntaxError, ValueError):
                netpbm = ["tgatoppm", "IN"]
                read = magick(data, suffix) if suffix == ".pnm" else pillow(run(netpbm, data, suffix, ".ppm"))
            off = np.abs(read.astype(int) - right).max()
            assert off <= 1, (name, off)
        kinds.add(name + suffix, what, data, right)
    return add


def pnm(folder):
    kinds = Kinds(folder)
    add = maker(kinds, ".pnm")

    def plain(values):
        return "\n".join(" ".join(map(str, row)) for row in values.reshape(HEIGHT, -1)).encode() + b"\n"

    size = b"%d %d\n" % (WIDTH, HEIGHT)
    black = grey((1 - BITS) * 255)
    add("p1", "bits in digits, 1 is black", b"P1\n" + size + plain(BITS), black)
    add("p1-dense", "digits without blanks", b"P1\n" + size + plain(BITS).replace(b" ", b""), black)
    add("p2", "grey in digits", b"P2\n" + size + b"255\n" + plain(LIGHT), grey(LIGHT))
    add("p3", "colours in digits", b"P3\n" + size + b"255\n" + plain(RGB), RGB)
    commented = b"P3 # one\n# two\n%d # three\n%d\n#four\n255\n" % (WIDTH, HEIGHT)
    commented += plain(RGB).replace(b"\n", b"\n# x 9\n", 3)
    add("p3-comments", "comments everywhere", commented, RGB)
    add("p4", "bits", b"P4\n" + size + np.packbits(BITS, axis=1).tobytes(), black)
    add("p5", "grey", b"P5\n" + size + b"255\n" + LIGHT.tobytes(), grey(LIGHT))
    add("p6", "colours", b"P6\n" + size + b"255\n" + RGB.tobytes(), RGB)
    add("p6-spaces", "a header in one line", b"P6 %d %d 255 " % (WIDTH, HEIGHT) + RGB.tobytes(), RGB)
    for most in (1, 7, 100):
        values = RGB.astype(int) * most // 255
        add("p6-%d" % most, "%d levels" % most, b"P6\n" + size + b"%d\n" % most + values.astype(np.uint8).tobytes(),
            levels(values, most))
    for most in (1023, 65535):
        values = SCENE[..., :3].astype(int) * most // 65535
        right = SCENE[..., :3] >> 8 if most == 65535 else levels(values, most)
        add("p6-%d" % most, "%d levels" % most, b"P6\n" + size + b"%d\n" % most + values.astype(">u2").tobytes(), right)
    grey16 = SCENE[..., 1]
    add("p5-65535", "grey of 16 bits", b"P5\n" + size + b"65535\n" + grey16.astype(">u2").tobytes(), grey(grey16 >> 8),
        agrees=False)
    add("p2-1000", "grey in digits, 1000 levels", b"P2\n" + size + b"1000\n" + plain(LIGHT.astype(int) * 3),
        grey(levels(LIGHT.astype(int) * 3, 1000)), agrees=False)

    def pam(depth, most, tuple_type, values):
        line = b"TUPLTYPE %s\n" % tuple_type if tuple_type else b""
        return b"P7\n# made by hand\nWIDTH %d\nHEIGHT %d\nDEPTH %d\nMAXVAL %d\n" % (
            WIDTH, HEIGHT, depth, most) + line + b"ENDHDR\n" + values.tobytes()

    light = LIGHT[..., None]
    for name, data, right in (
            ("bits", pam(1, 1, b"BLACKANDWHITE", BITS), grey(BITS * 255)),
            ("grey", pam(1, 255, b"GRAYSCALE", light), grey(LIGHT)),
            ("grey-alpha", pam(2, 255, b"GRAYSCALE_ALPHA", np.concatenate([light, ALPHA], -1)),
             over_white(grey(LIGHT), ALPHA)),
            ("rgb", pam(3, 255, b"RGB", RGB), RGB),
            ("rgba", pam(4, 255, b"RGB_ALPHA", np.concatenate([RGB, ALPHA], -1)), over_white(RGB, ALPHA)),
            ("rgba-16", pam(4, 65535, b"RGB_ALPHA", SCENE.astype(">u2")), over_white(RGB, ALPHA)),
            ("untyped", pam(3, 255, b"", RGB), RGB)):
        add("p7-" + name, "PAM, " + name, data, right, agrees=name not in ("untyped", "rgba-16"))
    made = run(["pngtopam", "IN"], encoded(RGB, "PNG"), ".png", ".pam")
    add("netpbm", "netpbm's", made, RGB)
    words = "damaged or incomplete"
    kinds.refuse("p7-cmyk.pnm", "PAM in CMYK", pam(4, 255, b"CMYK", np.concatenate([RGB, ALPHA], -1)),
                 "samples other than grey and RGB")
    kinds.refuse("p6-cut.pnm", "cut", (b"P6\n" + size + b"255\n" + RGB.tobytes())[:-1], words, DAMAGED)
    kinds.refuse("p2-beyond.pnm", "a sample beyond the largest", b"P2\n" + size + b"99\n" + plain(LIGHT), words,
                 DAMAGED)
    kinds.refuse("p3-cut.pnm", "cut in digits", (b"P3\n" + size + b"255\n" + plain(RGB))[:-200], words, DAMAGED)
    kinds.close()


def head(kind, bits, descriptor=0x20, colors=0, color_bits=0, first=0, identity=b""):
    return struct.pack("<BBBHHBHHHHBB", len(identity), int(colors > 0), kind, first, colors, color_bits, 0, 0, WIDTH,
                       HEIGHT, bits, descriptor) + identity


def runs(values):
    """(pixels, bytes each) in runs and literal pieces; runs go on over the ends of rows."""
    out, i, count = b"", 0, len(values)
    while i < count:
        end = i + 1
        while end < count and end - i < 128 and (values[end] == values[i]).all():
            end += 1
        if end - i > 1:
            out += bytes([127 + end - i]) + values[i].tobytes()
        else:
            while end < count and end - i < 128 and not (end + 1 < count and (values[end] == values[end + 1]).all()):
                end += 1
            out += bytes([end - i - 1]) + values[i:end].tobytes()
        i = end
    return out


def tga(folder):
    kinds = Kinds(folder)
    add = maker(kinds, ".tga")
    bgr = RGB[..., ::-1].copy()
    bgra = np.concatenate([bgr, ALPHA], -1)
    flat = bgr // 64 * 64
    for name, descriptor, data in (("down", 0x20, bgr), ("up", 0, bgr[::-1]), ("left", 0x30, bgr[:, ::-1]),
                                   ("up-left", 0x10, bgr[::-1, ::-1])):
        add("rgb-24-" + name, "24 bits, " + name, head(2, 24, descriptor) + data.tobytes(), RGB,
            agrees=descriptor & 0x10 == 0)
    add("rgb-32", "32 bits with alpha", head(2, 32, 0x28) + bgra.tobytes(), over_white(RGB, ALPHA))
    add("rgb-32-no-attribute", "32 bits with alpha that the header doesn't count", head(2, 32) + bgra.tobytes(),
        over_white(RGB, ALPHA))
    add("alpha-0", "32 bits, alpha 0 everywhere: opaque", head(2, 32, 0x28) + np.concatenate(
        [bgr, ALPHA * 0], -1).tobytes(), RGB, agrees=False)
    five = (RGB >> 3).astype(int)
    packed = (five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2]).astype("<u2")
    for bits in (15, 16):
        add("rgb-%d" % bits, "%d bits" % bits, head(2, bits) + packed.tobytes(), levels(five, 31), agrees=bits == 16)
    add("grey", "grey", head(3, 8) + LIGHT.tobytes(), grey(LIGHT))
    add("grey-alpha", "grey with alpha", head(3, 16, 0x28) + np.stack([LIGHT, ALPHA[..., 0]], -1).tobytes(),
        over_white(grey(LIGHT), ALPHA), agrees=False)
    table = np.array([[i * 41 & 255, i * 97 + 20 & 255, 255 - i * 59 & 255] for i in range(256)], np.uint8)
    places = ((X // 3 + Y * 5) % 256).astype(np.uint8)
    add("palette-24", "a palette of 24 bits", head(1, 8, 0x20, 256, 24) + table[:, ::-1].tobytes() + places.tobytes(),
        table[places])
    opacity = (np.arange(256) * 5 & 255).astype(np.uint8)[:, None]
    add("palette-32", "a palette with alpha", head(1, 8, 0x28, 256, 32) + np.concatenate(
        [table[:, ::-1], opacity], -1).tobytes() + places.tobytes(), over_white(table[places], opacity[places]),
        agrees=False)
    add("palette-first", "a palette that begins later", head(1, 8, 0x20, 100, 24, 30) + table[30:130, ::-1].tobytes()
        + (30 + places % 100).astype(np.uint8).tobytes(), table[30 + places % 100], agrees=False)
    add("runs-24", "24 bits in runs", head(10, 24) + runs(flat.reshape(-1, 3)), flat[..., ::-1])
    add("runs-32", "32 bits in runs", head(10, 32, 0x28) + runs(bgra.reshape(-1, 4)), over_white(RGB, ALPHA))
    add("runs-16", "16 bits in runs, upwards", head(10, 16, 0) + runs(packed[::-1].reshape(-1, 1)), levels(five, 31))
    add("runs-grey", "grey in runs", head(11, 8) + runs((LIGHT // 32 * 32).reshape(-1, 1)), grey(LIGHT // 32 * 32))
    add("runs-palette", "a palette in runs", head(9, 8, 0x20, 256, 24) + table[:, ::-1].tobytes()
        + runs(places.reshape(-1, 1)), table[places])
    add("identity", "a text behind the header, and a footer", head(2, 24, identity=b"made by hand") + bgr.tobytes()
        + bytes(8) + b"TRUEVISION-XFILE.\0", RGB)
    add("pillow", "Pillow's, in runs", encoded(RGB, "TGA", compression="tga_rle"), RGB)
    ppm = b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + RGB.tobytes()
    add("netpbm", "netpbm's", run(["pamtotga", "-rgb", "-name=matrix", "IN"], ppm, ".ppm", ".tga"), RGB)
    words = "damaged or incomplete"
    kinds.refuse("cut.tga", "cut", head(2, 24) + bgr.tobytes()[:-1], words, DAMAGED)
    kinds.refuse("runs-cut.tga", "runs that are cut", (head(10, 24) + runs(flat.reshape(-1, 3)))[:-9], words, DAMAGED)
    kinds.refuse("interleaved.tga", "rows in another order", head(2, 24, 0x60) + bgr.tobytes(), "something else")
    kinds.close()


if __name__ == "__main__":
    pnm(sys.argv[1])
    tga(sys.argv[2])
