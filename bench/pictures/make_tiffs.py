#!/usr/bin/env python3
"""Makes the TIFF files of the picture matrix, engine/src/test/resources/matrix/tiff, and their right pixels.

Needs Debian's python3-pil, python3-numpy, python3-tifffile, libtiff-tools and imagemagick. Plain files are written here, tag by tag;
compressed ones are made of them by libtiff (tiffcp), Pillow and ImageMagick. What the files hold is known, as it was written here;
that libtiff reads the same samples is checked for each file that it can read (`tiffcp -c none`), and for lossy and YCbCr files
libtiff's pixels are the right ones.

    bench/pictures/make_tiffs.py FOLDER
"""

import argparse
import io
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import numpy as np
import tifffile
from PIL import Image, ImageCms

WIDTH, HEIGHT = 25, 19
SHORT, LONG, RATIONAL, LONG8 = 3, 4, 5, 16
TYPE_BYTES = {1: 1, 3: 2, 4: 4, 5: 8, 7: 1, 12: 8, 16: 8}
UNSUPPORTED, DAMAGED = "unsupported_image_media_type", "image_parse_error"

work = pathlib.Path(tempfile.mkdtemp(prefix="tiffs-"))


# ---- what the pictures show

def scene():
    """(HEIGHT, WIDTH, 4) of 16 bits: gradients, a disc, bars, and an opacity that falls to the right."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.int64)
    red = x * 65535 // (WIDTH - 1)
    green = y * 65535 // (HEIGHT - 1)
    blue = (x * 7 + y * 13) % 256 * 257
    disc = (x - 16) ** 2 + (y - 8) ** 2 < 30
    red, green, blue = (np.where(disc, v, c) for v, c in ((60000, red), (9000, green), (30000, blue)))
    bars = (y > 14) & (x % 4 < 2)
    red, green, blue = (np.where(bars, 0, c) for c in (red, green, blue))
    alpha = np.clip(65535 - (x - 5) * 3700, 0, 65535)
    return np.stack([red, green, blue, alpha], -1).astype(np.uint16)


SCENE = scene()
RGB16 = SCENE[..., :3]
RGB8 = (RGB16 >> 8).astype(np.uint8)
ALPHA8 = (SCENE[..., 3:] >> 8).astype(np.uint8)
GREY16 = ((RGB16[..., 0].astype(np.int64) * 2 + RGB16[..., 1] * 5 + RGB16[..., 2]) // 8).astype(np.uint16)[..., None]
GREY8 = (GREY16 >> 8).astype(np.uint8)


def over_white(rgb, alpha):
    """The project's rule: round((colour * alpha + 255 * (255 - alpha)) / 255), which is Pillow's."""
    rgb, alpha = rgb.astype(np.int64), alpha.astype(np.int64)
    t = rgb * alpha + 255 * (255 - alpha) + 128
    return ((t + (t >> 8)) >> 8).astype(np.uint8)


def grey_to_rgb(grey):
    return np.repeat(grey.astype(np.uint8), 3, -1)


def inks_to_rgb(inks):
    """As Pillow: what an ink and black leave of white."""
    return np.asarray(Image.fromarray(inks.astype(np.uint8), "CMYK").convert("RGB"))


# ---- a plain writer

class Tiff:
    """Entries and data of one file; values of more than the room of an entry stand before the directory."""

    def __init__(self, big_endian=False, big=False):
        self.order = ">" if big_endian else "<"
        self.big = big
        self.data = bytearray(self.header(0))
        self.entries = {}

    def header(self, directory):
        mark = b"MM" if self.order == ">" else b"II"
        if self.big:
            return mark + struct.pack(self.order + "HHHQ", 43, 8, 0, directory)
        return mark + struct.pack(self.order + "HI", 42, directory)

    def add(self, data):
        self.data += b"\0" * (len(self.data) % 2)
        at = len(self.data)
        self.data += data
        return at

    def set(self, tag, kind, *values):
        self.entries[tag] = (kind, values)
        return self

    def packed(self, kind, values):
        if kind == 7:
            return bytes(values)
        if kind == RATIONAL:
            return b"".join(struct.pack(self.order + "II", round(v * 10000), 10000) for v in values)
        return struct.pack(self.order + {1: "B", 3: "H", 4: "I", 12: "d", 16: "Q"}[kind] * len(values), *values)

    def bytes(self):
        room = 8 if self.big else 4
        body = []
        for tag in sorted(self.entries):
            kind, values = self.entries[tag]
            packed = self.packed(kind, values)
            if len(packed) > room:
                packed = struct.pack(self.order + ("Q" if self.big else "I"), self.add(packed))
            form = "HHQ" if self.big else "HHI"
            body.append(struct.pack(self.order + form, tag, kind, len(values)) + packed.ljust(room, b"\0"))
        at = self.add(struct.pack(self.order + ("Q" if self.big else "H"), len(body)))
        self.data += b"".join(body) + b"\0" * room
        return self.header(at) + bytes(self.data[len(self.header(0)):])


def pack(samples, bits, order):
    """Rows of samples to bytes; samples (rows, n)."""
    if samples.dtype.kind == "f":
        return samples.astype(order + samples.dtype.str[1:]).tobytes()
    if bits in (8, 16, 32, 64):
        return samples.astype(f"{order}u{bits // 8}").tobytes()
    rows = []
    for row in samples:
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text += "0" * (-len(text) % 8)
        rows.append(int(text, 2).to_bytes(len(text) // 8, "big") if text else b"")
    return b"".join(rows)


def plain(samples, photometric, bits=None, extra=None, planar=False, rows=None, tile=None, compress=None, code=1,
          leave_out=(), tags=(), **kind):
    """An uncompressed file of samples (height, width, n), or one whose parts `compress` makes of their bytes."""
    height, width, count = samples.shape
    bits = bits or samples.dtype.itemsize * 8
    tiff = Tiff(**kind)
    planes = [samples[..., i:i + 1] for i in range(count)] if planar else [samples]
    parts = []
    if tile:
        for plane in planes:
            padded = np.pad(plane, ((0, -height % tile), (0, -width % tile), (0, 0)), mode="edge")
            for y in range(0, height, tile):
                parts += [padded[y:y + tile, x:x + tile] for x in range(0, width, tile)]
    else:
        rows = rows or height
        parts = [plane[y:y + rows] for plane in planes for y in range(0, height, rows)]
    stored = [pack(part.reshape(part.shape[0], -1), bits, tiff.order) for part in parts]
    stored = [compress(part) for part in stored] if compress else stored
    offsets = [tiff.add(part) for part in stored]
    tiff.set(256, LONG, width).set(257, LONG, height).set(258, SHORT, *[bits] * count).set(259, SHORT, code)
    tiff.set(262, SHORT, photometric).set(277, SHORT, count).set(284, SHORT, 2 if planar else 1)
    wide = LONG8 if kind.get("big") else LONG
    if tile:
        tiff.set(322, SHORT, tile).set(323, SHORT, tile).set(324, wide, *offsets)
        tiff.set(325, wide, *map(len, stored))
    else:
        tiff.set(273, wide, *offsets).set(278, LONG, rows).set(279, wide, *map(len, stored))
    if extra is not None:
        tiff.set(338, SHORT, *extra)
    if samples.dtype.kind == "f":
        tiff.set(339, SHORT, *[3] * count)
    for entry in tags:
        tiff.set(*entry)
    for tag in leave_out:
        del tiff.entries[tag]
    return tiff.bytes()


def subsampled(ycc, across, down, rows=None, compress=bytes, code=1, **more):
    """YCbCr of 8 bits in units of across x down."""
    height, width, _ = ycc.shape
    padded = np.pad(ycc, ((0, -height % down), (0, -width % across), (0, 0)), mode="edge").astype(np.int64)
    y = padded[..., 0].reshape(padded.shape[0] // down, down, -1, across).transpose(0, 2, 1, 3)
    chroma = padded[..., 1:].reshape(padded.shape[0] // down, down, -1, across, 2).mean((1, 3)).round()
    units = np.concatenate([y.reshape(*y.shape[:2], -1), chroma], -1).astype(np.uint8)
    tiff = Tiff(**more)
    unit_rows = (rows or padded.shape[0]) // down
    stored = [compress(units[i:i + unit_rows].tobytes()) for i in range(0, len(units), unit_rows)]
    offsets = [tiff.add(part) for part in stored]
    tiff.set(256, LONG, width).set(257, LONG, height).set(258, SHORT, 8, 8, 8).set(259, SHORT, code).set(262, SHORT, 6)
    tiff.set(273, LONG, *offsets).set(277, SHORT, 3).set(278, LONG, unit_rows * down)
    tiff.set(279, LONG, *map(len, stored)).set(284, SHORT, 1).set(530, SHORT, across, down)
    return tiff


def rgb_to_ycc(rgb):
    return np.asarray(Image.fromarray(rgb).convert("YCbCr"))


# ---- other programs

def run(*command, check=True):
    done = subprocess.run([str(word) for word in command], capture_output=True)
    if check and done.returncode != 0:
        raise SystemExit(f"{command}: {done.stderr.decode()}")
    return done.returncode == 0


def scratch(data=None, name="in.tif"):
    path = work / name
    path.unlink(missing_ok=True)
    if data is not None:
        path.write_bytes(data)
    return path


def tiffcp(data, *options):
    out = scratch(name="out.tif")
    run("tiffcp", *options, scratch(data), out)
    return out.read_bytes()


def convert(data, *options):
    out = scratch(name="converted.tif")
    run("convert", scratch(data), *options, out)
    return out.read_bytes()


def pillow(image, **options):
    out = io.BytesIO()
    image.save(out, "TIFF", **options)
    return out.getvalue()


def libtiff_samples(data):
    """What libtiff decompresses, as tifffile reads it; None if one of them can't. (tiffcp spoils tiles of planes of 16 bits,
    so it is asked only where something is compressed.)"""
    out = scratch(data, "plain.tif")
    with tifffile.TiffFile(out) as file:
        compressed = file.pages[0].compression != 1
    if compressed and not run("tiffcp", "-c", "none", "-L", scratch(data), out, check=False):
        return None
    try:
        with tifffile.TiffFile(out) as file:
            samples = file.pages[0].asarray()
            return samples.transpose(1, 2, 0) if file.pages[0].planarconfig == 2 else samples
    except (ValueError, NotImplementedError):
        return None  # bits that tifffile can't take apart


def libtiff_rgb(data):
    """libtiff's own conversion to RGB (tiff2rgba), upright files without transparency."""
    out = scratch(name="rgba.tif")
    run("tiff2rgba", "-c", "none", scratch(data), out)
    return np.asarray(Image.open(out).convert("RGBA"))[..., :3]


def patched(data, tag, value):
    """With another value of a tag of one short."""
    data = bytearray(data)
    order = "<" if data[:2] == b"II" else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    for i in range(struct.unpack_from(order + "H", data, at)[0]):
        entry = at + 2 + 12 * i
        if struct.unpack_from(order + "H", data, entry)[0] == tag:
            struct.pack_into(order + "H", data, entry + 8, value)
            return bytes(data)
    raise SystemExit(f"no tag {tag}")


def old_lzw(data):
    """LZW as programs wrote it before TIFF 5: the first bit is the lowest, and codes become longer late."""
    codes, bits, held, count = {bytes([i]): i for i in range(256)}, 9, 0, 0
    out = bytearray()

    def put(code):
        nonlocal held, count
        held |= code << count
        count += bits
        while count >= 8:
            out.append(held & 0xFF)
            held >>= 8
            count -= 8

    put(256)
    string, following = b"", 258
    for value in data:
        longer = string + bytes([value])
        if longer in codes:
            string = longer
            continue
        put(codes[string])
        codes[longer] = following
        following += 1
        # the reader's table is one behind
        bits = min(12, max(9, (following - 1).bit_length()))
        if following > 4000:
            put(256)
            codes, following, bits = {bytes([i]): i for i in range(256)}, 258, 9
        string = bytes([value])
    put(codes[string])
    put(257)
    out.append(held & 0xFF)
    return bytes(out)


def sorted_bytes(part, row, size, stride):
    """Big-endian floats as predictor 3 has them: rows of their first bytes, their second ones and so on, as differences."""
    rows = np.frombuffer(part, np.uint8).reshape(-1, row, size).transpose(0, 2, 1).reshape(-1, row * size).copy()
    rows[:, stride:] -= rows[:, :-stride].copy()
    return rows.tobytes()


# ---- the matrix

class Matrix:
    def __init__(self, folder):
        self.folder = folder
        self.lines = []
        self.references = {}
        self.unchecked = []

    def reference(self, rgb):
        ppm = b"P6 %d %d 255\n" % (rgb.shape[1], rgb.shape[0]) + np.ascontiguousarray(rgb, np.uint8).tobytes()
        return self.references.setdefault(ppm, f"{len(self.references) + 1:03d}.ppm")

    def line(self, name, what, expected, reference, data):
        (self.folder / f"{name}.tif").write_bytes(data)
        self.lines.append(f"{name}.tif\t{what}\t{expected}\t{reference}")

    def exact(self, name, what, data, rgb, samples=None, check=True):
        """`samples` are what libtiff must decode, where they can be compared."""
        if check:
            self.check(name, data, samples)
        self.line(name, what, "exact", self.reference(rgb), data)

    def within(self, levels, name, what, data, rgb):
        self.line(name, what, f"within {levels}", self.reference(rgb), data)

    def refused(self, name, what, data, words, code=UNSUPPORTED):
        self.line(name, what, f"refused {code}", words, data)

    def check(self, name, data, samples):
        decoded = libtiff_samples(data)
        if decoded is None or samples is None:
            self.unchecked.append(name)
        elif not np.array_equal(np.squeeze(decoded), np.squeeze(samples)):
            raise SystemExit(f"{name}: libtiff decodes other samples")

    def write(self):
        (self.folder / "kinds.tsv").write_text("\n".join(self.lines) + "\n")
        with zipfile.ZipFile(self.folder / "references.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
            for ppm, name in self.references.items():
                entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, ppm)


def colours():
    """name -> (what, samples, photometric, bits, extra, right pixels)."""
    kinds = {}

    def add(name, what, samples, photometric, rgb, bits=None, extra=None):
        kinds[name] = (what, samples, photometric, bits or samples.dtype.itemsize * 8, extra, rgb)

    for bits in (1, 2, 3, 4, 6):
        grey = (GREY8 >> (8 - bits)).astype(np.uint8)
        most = (1 << bits) - 1
        level = ((grey.astype(int) * 255 + most // 2) // most).astype(np.uint8)
        add(f"grey{bits}", f"grey of {bits} bits", grey, 1, grey_to_rgb(level), bits)
        if bits in (1, 4):
            add(f"white{bits}", f"grey of {bits} bits, white is 0", grey, 0, grey_to_rgb(255 - level), bits)
    add("grey8", "grey of 8 bits", GREY8, 1, grey_to_rgb(GREY8))
    add("white8", "grey of 8 bits, white is 0", GREY8, 0, grey_to_rgb(255 - GREY8))
    for bits in (10, 12, 14):
        add(f"grey{bits}", f"grey of {bits} bits", GREY16 >> (16 - bits), 1, grey_to_rgb(GREY8), bits)
    add("grey16", "grey of 16 bits", GREY16, 1, grey_to_rgb(GREY8))
    add("white16", "grey of 16 bits, white is 0", GREY16, 0, grey_to_rgb(255 - GREY8))
    grey32 = GREY16.astype(np.uint32) << 16 | 0x9ABC
    add("grey32", "grey of 32 bits", grey32, 1, grey_to_rgb(GREY8))
    add("rgb8", "RGB of 8 bits", RGB8, 2, RGB8)
    add("rgb16", "RGB of 16 bits", RGB16, 2, RGB8)
    add("rgb32", "RGB of 32 bits", RGB16.astype(np.uint32) << 16 | 0x1234, 2, RGB8)
    rgb4 = RGB8 >> 4
    add("rgb4", "RGB of 4 bits", rgb4, 2, rgb4 * 17, 4)
    rgb5 = RGB8 >> 3
    add("rgb5", "RGB of 5 bits", rgb5, 2, ((rgb5.astype(int) * 255 + 15) // 31).astype(np.uint8), 5)
    add("rgb12", "RGB of 12 bits", RGB16 >> 4, 2, RGB8, 12)
    cmyk8 = np.concatenate([255 - RGB8, RGB8[..., 1:2] // 3], -1)
    cmyk16 = cmyk8.astype(np.uint16) << 8 | 0x55
    add("cmyk8", "CMYK of 8 bits", cmyk8, 5, inks_to_rgb(cmyk8))
    add("cmyk16", "CMYK of 16 bits", cmyk16, 5, inks_to_rgb(cmyk8))
    rgba8 = np.concatenate([RGB8, ALPHA8], -1)
    blended = over_white(RGB8, ALPHA8)
    add("rgba8", "RGB and alpha of 8 bits", rgba8, 2, blended, extra=[2])
    add("rgba16", "RGB and alpha of 16 bits", SCENE, 2, blended, extra=[2])
    add("rgbx8", "RGB of 8 bits and a sample of unspecified use", rgba8, 2, RGB8, extra=[0])
    add("rgbxa8", "RGB of 8 bits, a sample of unspecified use and alpha",
        np.concatenate([RGB8, GREY8, ALPHA8], -1), 2, blended, extra=[0, 2])
    multiplied = (SCENE.astype(np.int64) * SCENE[..., 3:] // 65535).astype(np.uint16)
    multiplied[..., 3] = SCENE[..., 3]
    on_white = np.minimum(255, (multiplied[..., :3] >> 8).astype(int) + 255 - ALPHA8).astype(np.uint8)
    add("rgbm8", "RGB of 8 bits, multiplied by alpha", (multiplied >> 8).astype(np.uint8), 2, on_white, extra=[1])
    add("rgbm16", "RGB of 16 bits, multiplied by alpha", multiplied, 2, on_white, extra=[1])
    greya = over_white(grey_to_rgb(GREY8), ALPHA8)
    add("greya8", "grey and alpha of 8 bits", np.concatenate([GREY8, ALPHA8], -1), 1, greya, extra=[2])
    add("greya16", "grey and alpha of 16 bits", np.concatenate([GREY16, SCENE[..., 3:]], -1), 1, greya, extra=[2])
    greym = (GREY8.astype(int) * ALPHA8 // 255).astype(np.uint8)
    add("greym8", "grey of 8 bits, multiplied by alpha", np.concatenate([greym, ALPHA8], -1), 1,
        grey_to_rgb(np.minimum(255, greym.astype(int) + 255 - ALPHA8)), extra=[1])
    add("cmyka8", "CMYK and alpha of 8 bits", np.concatenate([cmyk8, ALPHA8], -1), 5,
        over_white(inks_to_rgb(cmyk8), ALPHA8), extra=[2])
    for bits, name in ((16, "half"), (32, "float"), (64, "double")):
        kind = np.dtype(f"f{bits // 8}")
        grey = (GREY16 / 65535).astype(kind)
        add(f"grey-{name}", f"grey of floating {bits} bits", grey, 1,
            grey_to_rgb(np.rint(grey.astype(np.float64) * 255)))
        rgb = (RGB16 / 65535).astype(kind)
        add(f"rgb-{name}", f"RGB of floating {bits} bits", rgb, 2,
            np.rint(rgb.astype(np.float64) * 255).astype(np.uint8))
    return kinds


def palettes():
    """bits -> (numbers, palette of 16 bits as (3, colours), right pixels)."""
    kinds = {}
    for bits in (1, 2, 4, 8):
        count = 1 << bits
        image = Image.fromarray(RGB8).quantize(count)
        numbers = np.asarray(image)[..., None]
        colors = np.asarray((image.getpalette() + [0] * 768)[:3 * count], np.uint8).reshape(count, 3)
        kinds[bits] = (numbers, colors.T.astype(int) * 257, colors[numbers[..., 0]])
    return kinds


def add_plain(matrix, kinds):
    for name, (what, samples, photometric, bits, extra, rgb) in kinds.items():
        for order in ((False, True) if bits > 8 and name.startswith(("grey", "rgb")) else (False,)):
            data = plain(samples, photometric, bits, extra, big_endian=order)
            suffix = "-mm" if order else ""
            matrix.exact(f"{name}{suffix}", what + (", big-endian" if order else ""), data, rgb,
                         None if bits in (2, 3, 4, 5, 6, 10, 12, 14, 1) else samples)
    for bits, (numbers, colors, rgb) in palettes().items():
        table = (320, SHORT, *colors.ravel().tolist())
        matrix.exact(f"palette{bits}", f"palette of {bits} bits", plain(numbers, 3, bits, tags=[table]), rgb,
                     numbers if bits == 8 else None)
        small = (320, SHORT, *(colors // 257).ravel().tolist())
        if bits in (4, 8):
            matrix.exact(f"palette{bits}-of-8-bits", f"palette of {bits} bits whose colours have 8 bits",
                         plain(numbers, 3, bits, tags=[small]), rgb, numbers if bits == 8 else None)
    numbers, colors, rgb = palettes()[8]
    table = (320, SHORT, *colors.ravel().tolist())
    matrix.exact("palette8-alpha", "palette of 8 bits and alpha",
                 plain(np.concatenate([numbers, ALPHA8], -1), 3, 8, [2], tags=[table]), over_white(rgb, ALPHA8))
    for option in ("lzw", "lzw:2", "zip", "packbits"):
        matrix.exact(f"palette8-{option.replace(':', '-p')}", f"palette of 8 bits, {option}",
                     tiffcp(plain(numbers, 3, 8, tags=[table]), "-c", option), rgb, numbers)
    numbers, colors, rgb = palettes()[4]
    table = (320, SHORT, *colors.ravel().tolist())
    matrix.exact("palette4-lzw-tiles", "palette of 4 bits, LZW in tiles",
                 tiffcp(plain(numbers, 3, 4, tags=[table]), "-c", "lzw", "-t", "-w", 16, "-l", 16), rgb)


def add_layouts(matrix, kinds):
    for name in ("grey8", "rgb8", "rgb16", "rgba8", "cmyk8", "grey1", "grey4", "greya16", "rgb-float", "rgb12"):
        what, samples, photometric, bits, extra, rgb = kinds[name]
        checked = samples if bits in (8, 16, 32) else None
        layouts = {"strips": dict(rows=7), "rows": dict(rows=1), "tiles": dict(tile=16), "wide-tile": dict(tile=64)}
        if samples.shape[-1] > 1:
            layouts |= {"planes": dict(planar=True), "planes-strips": dict(planar=True, rows=5),
                        "planes-tiles": dict(planar=True, tile=16)}
        for layout, options in layouts.items():
            for order in ((False, True) if name in ("rgb16", "rgb8") else (False,)):
                matrix.exact(f"{name}-{layout}" + ("-mm" if order else ""),
                             f"{what}, {layout.replace('-', ' in ')}" + (", big-endian" if order else ""),
                             plain(samples, photometric, bits, extra, big_endian=order, **options), rgb, checked)
    for order in (False, True):
        for name, options in (("", {}), ("-tiles", dict(tile=16)), ("-rows", dict(rows=1))):
            matrix.exact("bigtiff" + name + ("-mm" if order else ""), "BigTIFF" + (", big-endian" if order else ""),
                         plain(RGB8, 2, big=True, big_endian=order, **options), RGB8, RGB8)
    matrix.exact("bigtiff-lzw", "BigTIFF by libtiff, LZW with predictor, tiles",
                 tiffcp(plain(RGB16, 2), "-8", "-c", "lzw:2", "-t", "-w", 32, "-l", 16), RGB8, RGB16)


def add_compressions(matrix, kinds):
    layouts = {"": ("-r", 10), "-tiles": ("-t", "-w", 16, "-l", 32), "-planes": ("-r", 10)}
    words = {"": "", "-tiles": " in tiles", "-planes": " by planes", "-mm": ", big-endian"}
    for code in ("lzw", "zip", "lzma", "zstd", "packbits"):
        for name in ("grey8", "grey16", "grey32", "rgb8", "rgb16", "rgba16", "cmyk16", "rgb-float", "grey-double"):
            what, samples, photometric, bits, extra, rgb = kinds[name]
            floating = samples.dtype.kind == "f"
            # each predictor with the depths that it is for; the rarer compressions with fewer
            predictors = [""] if code == "packbits" else ["", ":3" if floating else ":2"]
            predictors += [":2"] if floating and code == "zip" else []
            rare = code in ("lzma", "zstd", "packbits")
            if rare and name in ("grey32", "cmyk16", "grey-double", "rgba16"):
                continue
            for predictor in predictors:
                options = [("", False)]
                if predictor and not rare or name == "rgb8" or name == "rgb16":
                    # libtiff 4.5 sorts the bytes of predictor 3 by the file's order as it writes, but not as it reads
                    options += [("", True)] if bits > 8 and predictor != ":3" else []
                    options += [(layout, False) for layout in ("-tiles", "-planes") if samples.shape[-1] > 1]
                for layout, order in options:
                    if rare and layout and not (predictor or code == "packbits"):
                        continue
                    whole = plain(samples, photometric, bits, extra, layout == "-planes", big_endian=order)
                    data = tiffcp(whole, "-c", code + predictor, "-B" if order else "-L", *layouts[layout])
                    full = f"{name}-{code}{predictor.replace(':', '-p')}{layout}{'-mm' if order else ''}"
                    matrix.exact(full, f"{what}, {code}" + (f" with predictor {predictor[1:]}" if predictor else "")
                                 + words[layout] + (", big-endian" if order else ""), data, rgb, samples)
    for name in ("rgb-float", "grey-double", "rgb-half", "grey-half"):
        what, samples, photometric, bits, extra, rgb = kinds[name]
        for options in (dict(), dict(rows=4), dict(tile=16), dict(planar=True)):
            count = 1 if options.get("planar") else samples.shape[-1]
            row = (options.get("tile") or WIDTH) * count
            data = plain(samples, photometric, bits, extra, big_endian=True, code=8, tags=[(317, SHORT, 3)],
                         compress=lambda part: zlib.compress(sorted_bytes(part, row, bits // 8, count)), **options)
            matrix.exact(f"{name}-zip-p3-mm{''.join('-' + key for key in options)}",
                         f"{what}, zip with predictor 3, big-endian {' '.join(options)}", data, rgb, samples)
    for name in ("grey1", "grey4", "rgb4", "greya8", "rgba8", "rgbm8", "white8", "grey-half", "rgb12"):
        what, samples, photometric, bits, extra, rgb = kinds[name]
        code = "zip:3" if name == "grey-half" else "lzw"
        matrix.exact(f"{name}-{code.replace(':', '-p')}", f"{what}, {code}",
                     tiffcp(plain(samples, photometric, bits, extra), "-c", code), rgb, samples if bits == 8 else None)
    matrix.exact("rgb8-deflate-32946", "RGB of 8 bits, Deflate under its old number",
                 patched(tiffcp(plain(RGB8, 2), "-c", "zip"), 259, 32946), RGB8, RGB8)
    matrix.exact("rgb8-lzw-old", "RGB of 8 bits, LZW of the old kind",
                 plain(RGB8, 2, compress=old_lzw, code=5), RGB8, RGB8)
    matrix.exact("rgb8-lzw-old-strips", "RGB of 8 bits, LZW of the old kind, strips",
                 plain(RGB8, 2, compress=old_lzw, code=5, rows=6), RGB8, RGB8)
    y, x = np.mgrid[0:80, 0:120]
    noise = (np.sin(x * y) * 43758.5453 % 1 * 256).astype(np.uint8)[..., None]
    matrix.exact("grey8-lzw-full-table", "grey noise whose LZW table runs full", tiffcp(plain(noise, 1), "-c", "lzw"),
                 grey_to_rgb(noise), noise)
    matrix.exact("grey8-packbits-own", "grey of 8 bits, PackBits by copies of up to 128 that cross rows",
                 plain(GREY8, 1, compress=lambda data: b"".join(
                     b"\x80" + bytes([len(data[i:i + 128]) - 1]) + data[i:i + 128] for i in range(0, len(data), 128)),
                     code=32773), grey_to_rgb(GREY8), GREY8)


def add_faxes(matrix):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    bits = (((x - 12) ** 2 + (y - 9) ** 2 < 40) ^ (x % 5 == 0) ^ (y % 7 == 0)).astype(np.uint8)
    long = np.zeros((96, 2700), np.uint8)  # runs of every length to 2,700, white and black
    for row in range(96):
        at, run_length = row * 13 % 40, row
        while at < 2700:
            long[row, at:at + run_length] = 1
            at += run_length + (row * 37 + at) % 97 + 1
            run_length = run_length * 2 + 1
    for i in range(0, 96, 3):
        long[i] = np.arange(2700) >= i * 28
        long[i + 1] = np.arange(2700) < i * 28 + 14
    blank = np.zeros((HEIGHT, WIDTH), np.uint8)
    single = bits[:, :1]
    pictures = {"": bits, "-long-runs": long, "-blank": blank, "-column": single}
    codes = {"g3-1d": ("-c", "g3:1d"), "g3-2d": ("-c", "g3:2d"), "g3-1d-fill": ("-c", "g3:1d:fill"),
             "g3-2d-fill": ("-c", "g3:2d:fill"), "g4": ("-c", "g4")}
    for picture, pixels in pictures.items():
        shown = grey_to_rgb(255 - pixels[..., None] * 255)
        plain_file = plain(pixels[..., None], 0, 1)
        for code, options in codes.items():
            if picture and code.endswith("fill"):
                continue
            matrix.exact(f"fax-{code}{picture}", f"fax, {code}{picture.replace('-', ' ')}",
                         tiffcp(plain_file, *options), shown)
        for code, name in (("tiff_ccitt", "rle"), ("tiff_raw_16", "rle-words")):
            image = Image.fromarray(255 - pixels * 255).convert("1")
            matrix.exact(f"fax-{name}{picture}", f"fax, {name}{picture.replace('-', ' ')}",
                         pillow(image, compression=code), shown)
    shown = grey_to_rgb(255 - bits[..., None] * 255)
    for name, options in (("lsb", ("-f", "lsb2msb")), ("strips", ("-r", 5)), ("mm", ("-B",)),
                          ("tiles", ("-t", "-w", 16, "-l", 16))):
        for code, how in codes.items():
            if not code.endswith("fill"):
                matrix.exact(f"fax-{code}-{name}", f"fax, {code}, {name}",
                             tiffcp(plain(bits[..., None], 0, 1), *how, *options), shown)
    for code in ("g3-1d", "g4"):
        matrix.exact(f"fax-{code}-black-is-zero", f"fax, {code}, black is 0",
                     tiffcp(plain(bits[..., None], 1, 1), *codes[code]), grey_to_rgb(bits[..., None] * 255))
    g4 = tiffcp(plain(bits[..., None], 0, 1), "-c", "g4")
    with tifffile.TiffFile(io.BytesIO(g4)) as file:
        start, length = file.pages[0].dataoffsets[0], file.pages[0].databytecounts[0]
    data = g4[start:start + length]
    text = "".join(f"{b:08b}" for b in data)
    mark = text.rindex("000000000001000000000001")
    cut = text[:mark] + "0" * (-mark % 8)
    data = int(cut, 2).to_bytes(len(cut) // 8, "big")
    matrix.exact("fax-g4-no-end-mark", "fax, T.6 without its end mark",
                 plain(bits[..., None], 0, 1, compress=lambda _: data, code=4), shown)


def add_ycc(matrix):
    ycc = rgb_to_ycc(RGB8)
    for across, down in ((1, 1), (2, 1), (1, 2), (2, 2), (4, 1), (4, 2), (4, 4)):
        data = subsampled(ycc, across, down).bytes()
        # libtiff 4.5 loses the chroma of the very last unit of 4 x 4: let that be one that isn't shown
        larger = subsampled(np.pad(ycc, ((0, 8), (0, 8), (0, 0)), mode="edge"), across, down).bytes()
        matrix.exact(f"ycc-{across}x{down}", f"YCbCr with chroma of {across} x {down}", data,
                     libtiff_rgb(larger)[:HEIGHT, :WIDTH])
    data = subsampled(ycc, 2, 2, rows=8).bytes()
    matrix.exact("ycc-2x2-strips", "YCbCr with chroma of 2 x 2, strips of 8 rows", data, libtiff_rgb(data))
    data = subsampled(ycc, 2, 2, rows=8, big_endian=True).bytes()
    matrix.exact("ycc-2x2-mm", "YCbCr with chroma of 2 x 2, big-endian", data, libtiff_rgb(data))
    tiff = subsampled(ycc, 2, 1).set(529, RATIONAL, 0.2126, 0.7152, 0.0722)
    tiff.set(532, RATIONAL, 16, 235, 128, 240, 128, 240)
    data = tiff.bytes()
    matrix.within(1, "ycc-bt709-video", "YCbCr of BT.709 in the range of video", data, libtiff_rgb(data))
    data = subsampled(ycc, 2, 2, rows=8, compress=old_lzw, code=5).bytes()
    matrix.exact("ycc-2x2-lzw-old", "YCbCr with chroma of 2 x 2, LZW of the old kind", data, libtiff_rgb(data))
    data = subsampled(ycc, 1, 1, compress=zlib.compress, code=8).bytes()
    matrix.exact("ycc-1x1-zip", "YCbCr without subsampling, Deflate", data, libtiff_rgb(data))
    plain_ycc = subsampled(ycc, 2, 2)
    del plain_ycc.entries[530]
    data = plain_ycc.bytes()
    matrix.exact("ycc-default", "YCbCr without the tag of its subsampling, which is 2 x 2 then", data,
                 libtiff_rgb(subsampled(ycc, 2, 2).bytes()))


def add_lab(matrix):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    lab = np.stack([40 + y * 9, (x * 3 - 40) & 0xFF, (y * 3 - x) & 0xFF], -1).astype(np.uint8)
    lab[0] = np.stack([np.arange(WIDTH) * 10, np.zeros(WIDTH), np.zeros(WIDTH)], -1)
    image = Image.frombytes("LAB", (WIDTH, HEIGHT), lab.tobytes())
    shown = ImageCms.profileToProfile(image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"),
                                      renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
                                      flags=ImageCms.FLAGS["NOTPRECALC"])
    shown = np.asarray(shown)
    matrix.within(2, "lab8", "CIE L*a*b* of 8 bits", plain(lab, 8), shown)
    matrix.within(2, "lab8-lzw", "CIE L*a*b* of 8 bits, LZW with predictor", tiffcp(plain(lab, 8), "-c", "lzw:2"), shown)
    matrix.within(2, "lab8-planes", "CIE L*a*b* of 8 bits by planes", plain(lab, 8, planar=True), shown)
    lab16 = np.stack([lab[..., 0].astype(np.uint16) * 257, lab[..., 1].astype(np.uint16) << 8,
                      lab[..., 2].astype(np.uint16) << 8], -1)
    matrix.within(2, "lab16", "CIE L*a*b* of 16 bits", plain(lab16, 8), shown)
    matrix.within(2, "lab16-mm", "CIE L*a*b* of 16 bits, big-endian", plain(lab16, 8, big_endian=True), shown)
    opaque = np.concatenate([lab, np.full_like(ALPHA8, 255)], -1)
    matrix.within(2, "lab8-alpha", "CIE L*a*b* of 8 bits and alpha", plain(opaque, 8, extra=[2]), shown)


def add_pictures_inside(matrix):
    smooth = np.asarray(Image.fromarray(RGB8).resize((50, 38), Image.Resampling.BICUBIC))
    grey = np.asarray(Image.fromarray(smooth).convert("L"))[..., None]
    alpha = np.asarray(Image.fromarray(ALPHA8[..., 0]).resize((50, 38), Image.Resampling.BICUBIC))[..., None]
    cmyk = np.concatenate([255 - smooth, smooth[..., 1:2] // 3], -1)
    layouts = {"": ("-r", 64), "-strips": ("-r", 16), "-tiles": ("-t", "-w", 32, "-l", 32)}
    for layout, options in layouts.items():
        say = layout.replace("-", ", ")
        data = tiffcp(plain(grey, 1), "-c", "jpeg:90", *options)
        matrix.within(1, f"jpeg-grey{layout}", f"JPEG of grey{say}", data, grey_to_rgb(libtiff_samples(data)[..., None]))
        data = tiffcp(plain(smooth, 2), "-c", "jpeg:90", *options)
        matrix.within(3, f"jpeg-ycc{layout}", f"JPEG of YCbCr{say}", data, libtiff_rgb(data))
        data = tiffcp(plain(smooth, 2), "-c", "jpeg:r:90", *options)
        matrix.within(1, f"jpeg-rgb{layout}", f"JPEG of RGB{say}", data, libtiff_samples(data))
        data = tiffcp(plain(cmyk, 5), "-c", "jpeg:r:90", *options)
        matrix.within(2, f"jpeg-cmyk{layout}", f"JPEG of CMYK{say}", data, inks_to_rgb(libtiff_samples(data)))
        rgba = np.concatenate([smooth, alpha], -1)
        data = tiffcp(plain(rgba, 2, extra=[2]), "-c", "jpeg:r:90", *options)
        decoded = libtiff_samples(data)
        matrix.within(2, f"jpeg-rgba{layout}", f"JPEG of RGB and alpha{say}", data,
                      over_white(decoded[..., :3], decoded[..., 3:]))
        data = tiffcp(plain(np.concatenate([grey, alpha], -1), 1, extra=[2]), "-c", "jpeg:r:90", *options)
        decoded = libtiff_samples(data)
        matrix.within(2, f"jpeg-greya{layout}", f"JPEG of grey and alpha{say}", data,
                      over_white(grey_to_rgb(decoded[..., :1]), decoded[..., 1:]))
        for code in ("webp:75", "webp:100"):
            name = "webp" + ("-lossless" if code.endswith("100") else "")
            data = tiffcp(plain(smooth, 2), "-c", code, *options)
            matrix.within(1, f"{name}-rgb{layout}", f"{name} of RGB{say}", data, libtiff_samples(data))
            data = tiffcp(plain(rgba, 2, extra=[2]), "-c", code, *options)
            decoded = libtiff_samples(data)
            matrix.within(1, f"{name}-rgba{layout}", f"{name} of RGB and alpha{say}", data,
                          over_white(decoded[..., :3], decoded[..., 3:]))
    for name, samples, photometric in (("rgb", smooth, 2), ("cmyk", cmyk, 5)):
        for order in (False, True):
            # tiffcp makes no JPEG by planes of such files where it would have to convert; JPEGs of grey, one for each
            data = planes_of_jpegs(samples, photometric, order)
            decoded = libtiff_samples(data)
            rgb = decoded if photometric == 2 else inks_to_rgb(decoded)
            matrix.within(2, f"jpeg-{name}-planes{'-mm' if order else ''}", f"JPEG of {name.upper()} by planes", data, rgb)
    data = planes_of_jpegs(np.concatenate([grey, alpha], -1), 1, False, extra=[2])
    decoded = libtiff_samples(data)
    matrix.within(2, "jpeg-greya-planes", "JPEG of grey and alpha by planes", data,
                  over_white(grey_to_rgb(decoded[..., :1]), decoded[..., 1:]))
    image = Image.fromarray(smooth)
    data = pillow(image, compression="jpeg")
    matrix.within(3, "jpeg-ycc-pillow", "JPEG of YCbCr by Pillow", data, libtiff_rgb(data))
    data = pillow(Image.fromarray(cmyk, "CMYK"), compression="jpeg")
    matrix.within(2, "jpeg-cmyk-pillow", "JPEG of CMYK by Pillow", data, inks_to_rgb(libtiff_samples(data)))
    for name, options in (("ycc", ()), ("cmyk", ("-colorspace", "CMYK"))):
        data = convert(plain(smooth, 2), *options, "-compress", "JPEG", "-quality", "90")
        rgb = libtiff_rgb(data) if name == "ycc" else inks_to_rgb(libtiff_samples(data))
        matrix.within(3, f"jpeg-{name}-imagemagick", f"JPEG of {name} by ImageMagick", data, rgb)


def planes_of_jpegs(samples, photometric, big_endian, extra=None):
    def jpeg(part):
        rows = np.frombuffer(part, np.uint8).reshape(-1, samples.shape[1])
        out = io.BytesIO()
        Image.fromarray(rows).save(out, "JPEG", quality=90)
        return out.getvalue()

    return plain(samples, photometric, None, extra, planar=True, rows=32, compress=jpeg, code=7, big_endian=big_endian)


def add_others(matrix, kinds):
    turned = {1: RGB8, 2: RGB8[:, ::-1], 3: RGB8[::-1, ::-1], 4: RGB8[::-1], 5: RGB8.transpose(1, 0, 2),
              6: np.rot90(RGB8, -1), 7: RGB8[::-1, ::-1].transpose(1, 0, 2), 8: np.rot90(RGB8)}
    for turn, rgb in turned.items():
        data = plain(RGB8, 2, tags=[(274, SHORT, turn)])
        matrix.exact(f"orientation-{turn}", f"orientation {turn}", data, rgb, RGB8)
    data = plain(RGB16, 2, tags=[(274, SHORT, 6)], big_endian=True, tile=16, planar=True)
    matrix.exact("orientation-6-planes", "orientation 6, big-endian, tiles of planes", data, turned[6], RGB16)
    reverse = np.array([int(f"{i:08b}"[::-1], 2) for i in range(256)], np.uint8)
    turn = lambda part: reverse[np.frombuffer(part, np.uint8)].tobytes()
    for name in ("grey1", "grey8", "rgb8", "grey16"):
        what, samples, photometric, bits, extra, rgb = kinds[name]
        data = plain(samples, photometric, bits, compress=turn, tags=[(266, SHORT, 2)])
        matrix.exact(f"{name}-lsb", f"{what}, lowest bit first", data, rgb, samples if bits >= 8 else None)
    data = tiffcp(plain(RGB8, 2), "-c", "lzw", "-f", "lsb2msb")
    matrix.exact("rgb8-lzw-lsb", "RGB of 8 bits, LZW, lowest bit first", data, RGB8, RGB8)
    matrix.exact("no-byte-counts", "without the lengths of strips", plain(RGB8, 2, leave_out=[279]), RGB8, RGB8)
    matrix.exact("no-byte-counts-zip", "without the lengths of strips, Deflate",
                 plain(RGB8, 2, compress=zlib.compress, code=8, leave_out=[279]), RGB8)
    matrix.exact("no-rows-per-strip", "without the rows of strips", plain(RGB8, 2, leave_out=[278]), RGB8, RGB8)
    matrix.exact("no-planar-configuration", "without the arrangement of planes", plain(RGB8, 2, leave_out=[284]), RGB8,
                 RGB8)
    matrix.exact("one-depth-for-all", "RGB with one value of bits per sample", plain(RGB8, 2, tags=[(258, SHORT, 8)]),
                 RGB8, RGB8)
    matrix.exact("no-photometric-rgb", "three samples without a meaning", plain(RGB8, 2, leave_out=[262]), RGB8)
    matrix.exact("no-photometric-grey", "a sample without a meaning", plain(GREY8, 1, leave_out=[262]), grey_to_rgb(GREY8))
    matrix.exact("rgba8-no-extra-samples", "a fourth sample of RGB of which nothing is said, as Pillow takes it",
                 plain(np.concatenate([RGB8, ALPHA8], -1), 2), over_white(RGB8, ALPHA8))
    matrix.exact("untyped-samples", "samples said to be of no type", plain(RGB8, 2, tags=[(339, SHORT, 4, 4, 4)]), RGB8,
                 RGB8)
    matrix.exact("two-pages", "two pages, of which the first counts",
                 pillow(Image.fromarray(RGB8), save_all=True, append_images=[Image.fromarray(255 - RGB8)]), RGB8)
    matrix.exact("predictor-ignored", "a predictor with PackBits, which means nothing there",
                 patched_predictor(tiffcp(plain(RGB8, 2), "-c", "packbits")), RGB8)
    rng = np.asarray(Image.effect_noise((40, 30), 90))[..., None]
    matrix.exact("deflate-stored", "Deflate of blocks that are not compressed",
                 plain(rng, 1, compress=lambda data: zlib.compress(data, 0), code=8), grey_to_rgb(rng), rng)
    for name, image, options in (
            ("pillow-rgb-lzw", Image.fromarray(RGB8), dict(compression="tiff_lzw")),
            ("pillow-rgb-deflate", Image.fromarray(RGB8), dict(compression="tiff_adobe_deflate")),
            ("pillow-grey16", Image.fromarray(GREY16[..., 0]), {}),
            ("pillow-palette", Image.fromarray(RGB8).quantize(64), dict(compression="packbits")),
            ("pillow-bilevel", Image.fromarray(GREY8[..., 0]).convert("1"), dict(compression="group4")),
            ("pillow-rgba", Image.fromarray(np.concatenate([RGB8, ALPHA8], -1)), dict(compression="tiff_lzw")),
            ("pillow-cmyk", Image.fromarray(RGB8).convert("CMYK"), dict(compression="tiff_deflate"))):
        if name == "pillow-grey16":
            shown = grey_to_rgb(GREY8)
        elif name == "pillow-rgba":
            shown = over_white(RGB8, ALPHA8)
        else:
            shown = np.asarray(image.convert("RGB"))
        matrix.exact(name, "by Pillow: " + name[7:], pillow(image, **options), shown)
    for name, options in (("rgb16-zip", ("-depth", "16", "-compress", "Zip")), ("rgb8-lzw", ("-compress", "LZW")),
                          ("grey-fax", ("-threshold", "50%", "-compress", "Fax")),
                          ("grey-group4", ("-threshold", "50%", "-compress", "Group4")),
                          ("palette-rle", ("-colors", "16", "-type", "Palette", "-compress", "RLE")),
                          ("planes", ("-interlace", "plane")),
                          ("tiles", ("-define", "tiff:tile-geometry=16x16")),
                          ("lsb", ("-define", "tiff:fill-order=lsb")),
                          ("grey-half", ("-colorspace", "Gray", "-depth", "16", "-define",
                                         "quantum:format=floating-point", "-compress", "Zip")),
                          ("rgb-double", ("-depth", "64", "-define", "quantum:format=floating-point", "-compress", "Zip")),
                          ("cmyk", ("-colorspace", "CMYK", "-compress", "Zip"))):
        data = convert(plain(RGB8, 2), *options)
        shown = imagemagick_rgb(data)
        matrix.within(1 if "half" in name or "double" in name or name in ("cmyk", "palette-rle") else 0, f"imagemagick-{name}",
                      f"by ImageMagick: {name}", data, shown)


def imagemagick_rgb(data):
    """As ImageMagick reads its own files; inks by Pillow's rule."""
    path = scratch(data)
    kind = subprocess.run(["identify", "-format", "%[colorspace]", str(path)], capture_output=True).stdout.decode()
    if kind == "CMYK":
        return inks_to_rgb(libtiff_samples(data))
    out = work / "shown.ppm"
    run("convert", path, "-depth", "8", out)
    return np.asarray(Image.open(out).convert("RGB"))


def patched_predictor(data):
    file = tifffile.TiffFile(io.BytesIO(data))
    page = file.pages[0]
    parts = [data[o:o + n] for o, n in zip(page.dataoffsets, page.databytecounts)]
    it = iter(parts)
    return plain(RGB8, 2, rows=page.rowsperstrip if page.rowsperstrip < HEIGHT else None,
                 compress=lambda _: next(it), code=32773, tags=[(317, SHORT, 2)])


def add_refusals(matrix, kinds):
    def tagged(name, what, words, *tags, samples=RGB8, photometric=2, **options):
        matrix.refused(f"no-{name}", what, plain(samples, photometric, tags=tags, **options), words)

    for code, word in ((6, "JPEG compression of the old kind"), (9, "JBIG compression"), (32766, "NeXT compression"),
                       (32809, "ThunderScan compression"), (32909, "Pixar compression"), (34661, "JBIG compression"),
                       (34712, "JPEG 2000 compression"), (34677, "SGI Log compression"), (34887, "LERC compression"),
                       (50002, "JPEG XL compression"), (999, "compression 999")):
        tagged(f"compression-{code}", f"compression {code}", word, (259, SHORT, code))
    for code, word in ((9, "ICC Lab colours"), (10, "ITU Lab colours"), (32803, "a colour filter array"),
                       (34892, "linear raw samples"), (77, "photometric interpretation 77")):
        tagged(f"photometric-{code}", f"photometric interpretation {code}", word, (262, SHORT, code))
    tagged("mask", "a transparency mask", "a transparency mask", samples=kinds["grey1"][1], photometric=4, bits=1)
    tagged("signed", "signed samples", "signed samples", (339, SHORT, 2, 2, 2))
    tagged("complex", "complex samples", "complex samples", (339, SHORT, 6, 6, 6))
    tagged("24-bits", "24 bits a sample", "24 bits a sample", (258, SHORT, 24, 24, 24))
    tagged("64-bits", "64 bits a sample", "64 bits a sample", samples=RGB8.astype(np.uint64))
    tagged("565", "samples of 5, 6 and 5 bits", "samples of different depths", (258, SHORT, 5, 6, 5))
    tagged("nine-samples", "nine samples a pixel", "more than 8 samples", samples=np.repeat(RGB8, 3, -1))
    tagged("inks", "inks that are not CMYK", "inks other than", (332, SHORT, 2), samples=kinds["cmyk8"][1], photometric=5)
    tagged("five-inks", "five inks", "inks other than", (334, SHORT, 5), samples=kinds["cmyka8"][1], photometric=5)
    tagged("cmyk-associated", "CMYK multiplied by alpha", "associated alpha", samples=kinds["cmyka8"][1], photometric=5,
           extra=[1])
    tagged("float-range", "floating samples above 1", "outside of 0 to 1", samples=(RGB8 / 16).astype(np.float32))
    tagged("float-negative", "floating samples below 0", "outside of 0 to 1", samples=(RGB8 / 255 - 0.5).astype(np.float32))
    nan = (RGB8 / 255).astype(np.float32)
    nan[5, 5, 1] = np.nan
    tagged("float-nan", "a floating sample that is no number", "outside of 0 to 1", samples=nan)
    tagged("predictor-4", "an unknown predictor", "predictor 4", (317, SHORT, 4), code=5)
    tagged("predictor-12-bits", "a predictor of 12 bits", "a predictor of 12 bits", (317, SHORT, 2),
           samples=RGB16 >> 4, bits=12, code=5)
    tagged("predictor-3-integers", "a floating-point predictor of integers", "a floating-point predictor",
           (317, SHORT, 3), code=5)
    tagged("ycc-16", "YCbCr of 16 bits", "YCbCr of other than", samples=RGB16, photometric=6)
    tagged("ycc-planes", "YCbCr by planes", "YCbCr in planes", (530, SHORT, 1, 1), photometric=6, planar=True)
    tagged("fax-8-bits", "a fax of 8 bits", "fax compression of other than one bit", samples=GREY8, photometric=1, code=4)
    tagged("fax-uncompressed", "a fax with uncompressed parts", "uncompressed parts", (293, LONG, 2),
           samples=kinds["grey1"][1], photometric=0, bits=1, code=4)
    tagged("jpeg-16-bits", "JPEG of 16 bits", "JPEG compression of other than 8 bits", samples=RGB16, code=7)
    tagged("webp-grey", "WebP of grey", "WebP compression of other than RGB", samples=GREY8, photometric=1, code=50001)
    tagged("wide-tiles", "a tile of 16,384 x 16,384", "tiles far larger", (322, SHORT, 16384), (323, SHORT, 16384), tile=16)
    tagged("lab-12", "Lab of 12 bits", "Lab of other than", samples=RGB16 >> 4, photometric=8, bits=12)
    for code in ("none", "lzw:2", "zip:2", "packbits", "lzma", "jpeg:90"):
        whole = tiffcp(plain(RGB8, 2), "-c", code, "-r", 16)
        # libtiff writes the directory behind the strips: cut the last strip out, and cut off within the file
        with tifffile.TiffFile(io.BytesIO(whole)) as file:
            start, length = file.pages[0].dataoffsets[-1], file.pages[0].databytecounts[-1]
        name = code.replace(":", "-")
        broken = bytearray(whole)
        broken[start + length // 3:start + length] = b"\xAA" * (length - length // 3)
        if code not in ("none", "packbits", "jpeg:90", "lzw:2"):
            matrix.refused(f"damaged-{name}", f"{code} with two thirds of a strip overwritten", bytes(broken), "damaged",
                           DAMAGED)
        short = tiffcp(plain(RGB8, 2), "-c", code, "-r", 32)
        with tifffile.TiffFile(io.BytesIO(short)) as file:
            length = file.pages[0].databytecounts[0]
            entry = file.pages[0].tags[279].valueoffset
        matrix.refused(f"short-{name}", f"{code} whose strip is said to be half as long",
                       patched(short, 279, length // 2), "damaged", DAMAGED)
        matrix.refused(f"cut-{name}", f"{code}, the file's first half", whole[:len(whole) // 2], "damaged", DAMAGED)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    matrix = Matrix(folder)
    kinds = colours()
    add_plain(matrix, kinds)
    add_layouts(matrix, kinds)
    add_compressions(matrix, kinds)
    add_faxes(matrix)
    add_ycc(matrix)
    add_lab(matrix)
    add_pictures_inside(matrix)
    add_others(matrix, kinds)
    add_refusals(matrix, kinds)
    matrix.write()
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{len(matrix.lines)} kinds, {size} bytes; libtiff's samples not compared for {len(matrix.unchecked)}: "
          + ", ".join(matrix.unchecked), file=sys.stderr)


if __name__ == "__main__":
    main()
