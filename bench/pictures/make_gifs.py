#!/usr/bin/env python3
"""Makes the GIF files of the picture matrix: bench/pictures/make_gifs.py engine/src/test/resources/matrix/gif

Needs Debian's python3-pil, python3-numpy, imagemagick and netpbm. Files are written here, code by code, or by Pillow,
ImageMagick and netpbm; places and palette are known. Pillow must agree. Around a frame that is smaller than its
canvas is the transparent colour, or the first one where none is transparent, as in Pillow (browsers leave both
transparent).
"""

import struct
import sys

import numpy as np
from kinds import DAMAGED, Kinds, encoded, pillow, run, scene

HEIGHT, WIDTH = scene().shape[:2]
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH]


def palette(bits):
    return np.array([[i * 41 & 255, i * 97 + 20 & 255, 255 - i * 59 & 255] for i in range(1 << bits)], np.uint8)


def places(bits):
    return (X // 3 + Y * 5) % (1 << bits)


def lzw(values, bits, clear_often=0, clear_first=True, end=True):
    """Codes as in the specification; `clear_often`: the table is cleared after so many codes, 0: never."""
    out, window, loaded = bytearray(), 0, 0
    clear = 1 << bits
    table, size = {(i,): i for i in range(clear)}, bits + 1
    following = clear + 2

    def put(code):
        nonlocal window, loaded
        window |= code << loaded
        loaded += size
        while loaded >= 8:
            out.append(window & 255)
            window >>= 8
            loaded -= 8

    if clear_first:
        put(clear)
    string, count = (), 0
    for value in values:
        value = int(value)
        if string + (value,) in table:
            string += (value,)
            continue
        put(table[string])
        count += 1
        if following < 4096:
            table[string + (value,)] = following
            following += 1
            # the reader is one entry behind
            if following - 1 == 1 << size and size < 12:
                size += 1
        if clear_often and count % clear_often == 0:
            put(clear)
            table, size = {(i,): i for i in range(clear)}, bits + 1
            following = clear + 2
        string = (value,)
    put(table[string])
    if following - 1 + (following < 4096) == 1 << size and size < 12:
        size += 1
    if end:
        put(clear + 1)
    if loaded:
        out.append(window & 255)
    return bytes(out)


def blocks(data, size=255):
    return b"".join(bytes([len(data[i:i + size])]) + data[i:i + size] for i in range(0, len(data), size)) + b"\0"


def control(transparent=None, delay=0):
    return b"\x21\xf9\x04" + struct.pack("<BHBB", 0 if transparent is None else 1, delay, transparent or 0, 0)


def frame(values, bits, x=0, y=0, table=None, interlaced=False, block=255, **codes):
    height, width = values.shape
    order = [r for first, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for r in range(first, height, step)]
    rows = values[order] if interlaced else values
    flags = (0 if table is None else 0x80 | bits - 1) | (0x40 if interlaced else 0)
    own = b"" if table is None else table.tobytes()
    least = max(2, bits)
    return b"\x2c" + struct.pack("<HHHHB", x, y, width, height, flags) + own + bytes([least]) + blocks(
        lzw(rows.reshape(-1), least, **codes), block)


def gif(*parts, bits=8, table=None, width=WIDTH, height=HEIGHT, version=b"GIF89a", background=0):
    flags = 0x70 if table is None else 0xF0 | bits - 1
    return version + struct.pack("<HHBBB", width, height, flags, background, 0) + (
        b"" if table is None else table.tobytes()) + b"".join(parts) + b"\x3b"


def main(folder):
    kinds = Kinds(folder)

    def add(name, what, data, right, agrees=True):
        if agrees:
            assert (pillow(data) == right).all(), name
        kinds.add(name + ".gif", what, data, right)

    for bits in (1, 2, 3, 4, 5, 6, 7, 8):
        add("palette-%d" % bits, "%d colours" % (1 << bits), gif(
            frame(places(bits), bits), bits=bits, table=palette(bits)), palette(bits)[places(bits)])
    table, values = palette(8), places(8)
    right = table[values]
    add("interlaced", "interlaced", gif(frame(values, 8, interlaced=True), table=table), right)
    add("version-87a", "version 87a", gif(frame(values, 8), table=table, version=b"GIF87a"), right)
    add("own-palette", "a palette of the frame alone", gif(frame(values, 8, table=table)), right)
    add("two-palettes", "the frame's palette before that of the file", gif(
        frame(values, 8, table=table), table=table[::-1].copy()), right)
    hole = np.where((X - 14) ** 2 + (Y - 11) ** 2 < 50, 9, np.where(values == 9, 8, values))
    add("transparent", "a transparent colour", gif(control(9), frame(hole, 8), table=table),
        np.where(hole[..., None] == 9, 255, table[hole]))
    part = values[:10, :12]
    around = np.repeat(np.repeat(table[:1, None], HEIGHT, 0), WIDTH, 1).copy()
    around[4:14, 7:19] = table[part]
    add("part", "a frame on a larger canvas", gif(frame(part, 8, 7, 4), table=table, background=3), around)
    clear = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    clear[4:14, 7:19] = np.where(part[..., None] == 200, 255, table[part])
    add("part-transparent", "a frame on a larger, transparent canvas", gif(
        control(200), frame(part, 8, 7, 4), table=table), clear)
    add("animated", "an animation's first frame", gif(
        b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", control(None, 10), frame(values, 8), control(None, 10),
        frame(values * 0, 8), table=table), right)
    noise = np.random.default_rng(7).integers(0, 256, (90, 90))
    add("table-full", "codes go on with a full table", gif(frame(noise, 8), table=table, width=90, height=90),
        table[noise])
    add("cleared-often", "the table is cleared again and again", gif(
        frame(values, 8, clear_often=20), table=table), right)
    add("no-clear", "no clear code at the beginning", gif(frame(values, 8, clear_first=False), table=table), right)
    add("no-end", "no end code", gif(frame(values, 8, end=False), table=table), right)
    add("small-blocks", "blocks of 7 bytes", gif(frame(values, 8, block=7), table=table), right)
    comment = b"\x21\xfe" + blocks(b"a comment" * 50)
    add("comments", "comments and text", gif(comment, b"\x21\x01" + blocks(bytes(12)), control(), comment,
                                             frame(values, 8), comment, table=table), right)
    add("trailer-missing", "no trailer", gif(frame(values, 8), table=table)[:-1], right)
    png = encoded(right, "PNG")
    for name, made in (("magick", run(["convert", "IN", "OUT"], png, ".png", ".gif")),
                       ("netpbm", run(["ppmtogif", "IN"], b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + right.tobytes(),
                                      ".ppm", ".gif"))):
        add(name, name + "'s", made, right)
    words = "damaged or incomplete"
    kinds.refuse("no-palette.gif", "no palette", gif(frame(values, 8)), "no palette")
    kinds.refuse("rows-missing.gif", "rows are missing", gif(frame(values[:-1], 8), table=table).replace(
        b"\x2c" + struct.pack("<HHHH", 0, 0, WIDTH, HEIGHT - 1), b"\x2c" + struct.pack("<HHHH", 0, 0, WIDTH, HEIGHT)),
        words, DAMAGED)
    kinds.refuse("cut.gif", "cut in its codes", gif(frame(values, 8), table=table)[:-99], words, DAMAGED)
    kinds.refuse("beyond.gif", "a place beyond the palette", gif(frame(values, 8), table=palette(2), bits=2), words,
                 DAMAGED)
    kinds.close()


if __name__ == "__main__":
    main(sys.argv[1])
