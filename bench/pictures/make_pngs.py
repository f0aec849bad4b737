#!/usr/bin/env python3
"""Makes the PNG files of the picture matrix: bench/pictures/make_pngs.py engine/src/test/resources/matrix/png

Needs Debian's python3-pil, python3-numpy, imagemagick, pngcrush and netpbm. All depths and colour types are written
here, chunk by chunk, so their samples are known: 16 bits keep their high byte (Pillow and ImageMagick round, which
differs by a level), transparency is blended over white after that. Pillow reads each file of 8 bits and less, and
must agree. gAMA, cHRM, bKGD, sBIT and text change nothing, as in Pillow; browsers honour some of them.
"""

import struct
import sys
import zlib

import numpy as np
from kinds import DAMAGED, Kinds, encoded, over_white, pillow, run, scene

SCENE = scene()
HEIGHT, WIDTH = SCENE.shape[:2]
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
NAMES = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}


def chunk(name, data, off=0):
    checksum = zlib.crc32(name + data) + off & 0xFFFFFFFF
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, distance, choose):
    out, above = bytearray(), bytes(len(rows[0]) if rows else 0)
    for y, row in enumerate(rows):
        kind = choose(y)
        out.append(kind)
        for i, value in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            b = above[i]
            c = above[i - distance] if i >= distance else 0
            out.append(value - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind] & 255)
        above = row
    return bytes(out)


def packed(samples, depth):
    """A row of (width, channels) to bytes."""
    flat = samples.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    if depth == 8:
        return flat.astype(np.uint8).tobytes()
    bits = (flat[:, None] >> np.arange(depth)[::-1]) & 1
    return np.packbits(bits.reshape(-1).astype(np.uint8)).tobytes()


def rows_of(samples, depth, interlaced, choose):
    distance = max(1, samples.shape[2] * depth // 8)
    out = b""
    for x, y, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        if part.size:
            out += filtered([packed(row, depth) for row in part], distance, choose)
    return out


def png(samples, depth, kind, interlaced=False, before=b"", after=b"", choose=lambda y: y % 5, parts=1, crc=0,
        change=lambda z: z, extra=b"", level=9):
    height, width = samples.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    data = change(zlib.compress(rows_of(samples, depth, interlaced, choose) + extra, level))
    step = -(-len(data) // parts)
    idat = b"".join(chunk(b"IDAT", data[i:i + step], crc) for i in range(0, len(data), step))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + idat + after + chunk(b"IEND", b""))


def samples_of(kind, depth):
    if kind == 3:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
        return ((x * 3 + y * 5) % (1 << depth))[..., None]
    rgb, alpha = SCENE[..., :3].astype(np.int64), SCENE[..., 3:].astype(np.int64)
    light = (2 * rgb[..., :1] + 5 * rgb[..., 1:2] + rgb[..., 2:]) // 8
    colors = light if kind in (0, 4) else rgb
    return (np.concatenate([colors, alpha], -1) if kind >= 4 else colors) >> 16 - depth


def eight(samples, depth):
    return samples >> 8 if depth == 16 else samples * 255 // ((1 << depth) - 1)


def right(samples, depth, kind):
    values = eight(samples, depth)
    colors = values[..., :3] if kind in (2, 6) else np.repeat(values[..., :1], 3, -1)
    return over_white(colors, values[..., -1:]) if kind >= 4 else colors


def palette(depth):
    return np.array([[i * 41 & 255, i * 97 + 20 & 255, 255 - i * 59 & 255] for i in range(1 << depth)], np.uint8)


def main(folder):
    kinds = Kinds(folder)

    def add(name, what, data, expected, levels=0, pillow_agrees=True):
        if pillow_agrees:
            off = np.abs(pillow(data).astype(int) - expected).max()
            assert off <= levels, (name, off)
        kinds.add(name + ".png", what, data, expected, 0 if name == "palette-beyond" else levels)

    for kind, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))):
        for depth in depths:
            for interlaced in (False, True):
                samples = samples_of(kind, depth)
                plte = chunk(b"PLTE", palette(depth).tobytes()) if kind == 3 else b""
                expected = palette(depth)[samples[..., 0]] if kind == 3 else right(samples, depth, kind)
                name = "%s-%d%s" % (NAMES[kind], depth, "-interlaced" if interlaced else "")
                add(name, "%s of %d bits%s" % (NAMES[kind], depth, ", interlaced" if interlaced else ""),
                    png(samples, depth, kind, interlaced, plte), expected, pillow_agrees=depth < 16)

    rgb, grey8 = samples_of(2, 8), samples_of(0, 8)
    plain = right(rgb, 8, 2)
    for depth in (1, 2, 4, 8, 16):
        samples = samples_of(0, depth)
        key = int(samples[11, 9, 0])
        expected = np.where(samples == key, 255, right(samples, depth, 0))
        add("trns-grey-%d" % depth, "one grey of %d bits is transparent" % depth,
            png(samples, depth, 0, before=chunk(b"tRNS", struct.pack(">H", key))), expected, pillow_agrees=depth == 8)
    for depth in (8, 16):
        samples = samples_of(2, depth)
        key = samples[7, 19]  # in the disc
        expected = np.where((samples == key).all(-1, keepdims=True), 255, right(samples, depth, 2))
        assert (samples == key).all(-1).sum() > 20
        add("trns-rgb-%d" % depth, "one colour of %d bits is transparent" % depth,
            png(samples, depth, 2, before=chunk(b"tRNS", struct.pack(">HHH", *map(int, key)))), expected,
            pillow_agrees=depth == 8)
    for depth in (1, 2, 4, 8):
        samples = samples_of(3, depth)
        opacity = np.array([(i * 37 + 90) & 255 for i in range((1 << depth) - 1)] + [255], np.uint8)
        expected = over_white(palette(depth)[samples[..., 0]], opacity[samples[..., 0]][..., None])
        before = chunk(b"PLTE", palette(depth).tobytes()) + chunk(b"tRNS", opacity[:-1].tobytes())
        add("trns-palette-%d" % depth, "a palette with opacities", png(samples, depth, 3, before=before), expected)

    for kind, name in enumerate(("none", "sub", "up", "average", "paeth")):
        add("filter-" + name, "all rows filtered by " + name, png(rgb, 8, 2, choose=lambda y, k=kind: k), plain)
    samples = samples_of(3, 2)
    short = palette(2)[:3]
    add("palette-short", "fewer colours than the depth allows", png(
        np.minimum(samples, 2), 2, 3, before=chunk(b"PLTE", short.tobytes())), short[np.minimum(samples, 2)[..., 0]])
    add("palette-beyond", "places beyond the palette are black, as in libpng (Pillow: 3 of 255)", png(
        samples, 2, 3, before=chunk(b"PLTE", short.tobytes())),
        np.where(samples == 3, 0, palette(2)[samples[..., 0]]), levels=3)
    suggested = chunk(b"PLTE", palette(4).tobytes())
    add("rgb-plte", "colours with a palette that is only suggested", png(rgb, 8, 2, before=suggested), plain)
    ancillary = (chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"cHRM", struct.pack(">8I", *[30000] * 8))
                 + chunk(b"sBIT", bytes([5, 6, 5])) + chunk(b"bKGD", struct.pack(">HHH", 0, 255, 0))
                 + chunk(b"pHYs", struct.pack(">IIB", 10, 20, 0)) + chunk(b"tEXt", b"Title\0x"))
    add("ancillary", "gAMA, cHRM, sBIT, bKGD, pHYs and text, without effect", png(rgb, 8, 2, before=ancillary), plain)
    rgba = samples_of(6, 8)
    add("rgba-background", "a background that is suggested, without effect", png(
        rgba, 8, 6, before=chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0))), right(rgba, 8, 6))
    add("srgb", "sRGB", png(rgb, 8, 2, before=chunk(b"sRGB", b"\0")), plain)
    add("many-chunks", "pixels in chunks of a few bytes", png(rgb, 8, 2, parts=150), plain)
    add("stored", "deflated without compression", png(rgb, 8, 2, level=0), plain)
    small = zlib.compressobj(9, zlib.DEFLATED, 9)
    window = lambda z: small.compress(zlib.decompress(z)) + small.flush()
    add("window-512", "deflated with a window of 512 bytes", png(rgb, 8, 2, change=window), plain)
    add("text-behind", "text and a time behind the pixels", png(
        rgb, 8, 2, after=chunk(b"tEXt", b"a\0b") + chunk(b"tIME", bytes(7))), plain)
    turn = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    add("exif-turned", "turned to the right by EXIF", png(rgb, 8, 2, before=chunk(b"eXIf", turn)),
        np.rot90(plain, -1), pillow_agrees=False)
    add("crc-wrong", "a wrong checksum of the chunk, the stream's is right", png(rgb, 8, 2, crc=1), plain,
        pillow_agrees=False)
    add("rows-too-many", "more rows than the header says", png(rgb, 8, 2, extra=bytes(200)), plain)
    add("pillow-palette", "Pillow's palette", encoded(plain.astype(np.uint8), "PNG"), plain)
    crushed = run(["pngcrush", "-q", "-brute", "IN", "OUT"], encoded(plain.astype(np.uint8), "PNG"), ".png", ".png")
    add("pngcrush", "pngcrush's", crushed, plain)
    netpbm = run(["pnmtopng", "-interlace", "IN"], b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + plain.astype(
        np.uint8).tobytes(), ".ppm", ".png")
    add("netpbm", "netpbm's, interlaced", netpbm, plain)
    for side in ((1, 1), (1, 9), (9, 1), (3, 3)):
        part = rgb[:side[1], :side[0]]
        add("interlaced-%dx%d" % side, "interlaced, passes without pixels", png(part, 8, 2, True), right(part, 8, 2))
    animated = (chunk(b"acTL", struct.pack(">II", 2, 0))
                + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)))
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, WIDTH, HEIGHT, 0, 0, 1, 10, 0, 0)) + chunk(
        b"fdAT", struct.pack(">I", 2) + zlib.compress(rows_of(rgb * 0, 8, False, lambda y: 0)))
    add("animated", "an animation's first frame", png(rgb, 8, 2, before=animated, after=frame), plain)

    whole = png(rgb, 8, 2)
    wrong = lambda z: z[:-1] + bytes([z[-1] ^ 1])
    damaged = "damaged or incomplete"
    kinds.refuse("adler-wrong.png", "a wrong checksum of the stream", png(rgb, 8, 2, change=wrong), damaged, DAMAGED)
    kinds.refuse("both-wrong.png", "data behind the rows, and a wrong checksum of the chunk", png(
        rgb, 8, 2, extra=bytes(200), crc=1), damaged, DAMAGED)
    kinds.refuse("rows-missing.png", "a row is missing", png(
        rgb, 8, 2, change=lambda z: zlib.compress(rows_of(rgb[:-1], 8, False, lambda y: 0))), damaged, DAMAGED)
    kinds.refuse("cut.png", "cut in the middle", whole[:len(whole) // 2], damaged, DAMAGED)
    kinds.refuse("palette-missing.png", "no palette", png(samples, 2, 3), damaged, DAMAGED)
    kinds.refuse("filter-5.png", "a filter that doesn't exist", unknown_filter(grey8), damaged, DAMAGED)
    kinds.refuse("rgb-4.png", "colours of 4 bits", png(rgb >> 4, 4, 2), damaged, DAMAGED)
    apple = whole[:8] + chunk(b"CgBI", bytes(4)) + whole[8:]
    kinds.refuse("cgbi.png", "Apple's changes for iOS", apple, "CgBI")
    kinds.close()


def unknown_filter(samples):
    rows = b"".join(b"\5" + row.astype(np.uint8).tobytes() for row in samples)
    return png(samples, 8, 0, change=lambda z: zlib.compress(rows))


if __name__ == "__main__":
    main(sys.argv[1])
