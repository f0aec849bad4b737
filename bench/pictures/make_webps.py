#!/usr/bin/env python3
"""Makes the WebP files of the picture matrix: bench/pictures/make_webps.py engine/src/test/resources/matrix/webp

Needs Debian's webp, python3-pil and python3-numpy. The right pixels are dwebp's (libwebp), with its default, fancy
upsampling; they are blended over white here. Alpha is always there as coded: `-alpha_cleanup` of cwebp changes
colours that nobody sees.
"""

import struct
import sys

import numpy as np
from kinds import DAMAGED, Kinds, encoded, over_white, pillow, run, scene

SCENE = (scene(45, 37) >> 8).astype(np.uint8)
RGB, RGBA = SCENE[..., :3].copy(), SCENE
FLAT = RGB // 86 * 85


def cwebp(array, *options):
    return run(["cwebp", "-quiet", *options, "IN", "-o", "OUT"], encoded(array, "PNG"), ".png", ".webp")


def dwebp(data):
    return pillow(run(["dwebp", "-quiet", "IN", "-o", "OUT"], data, ".webp", ".png"))


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def webp(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def canvas(width, height, flags):
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return chunk(b"VP8X", struct.pack("<I", flags) + sides)


def main(folder):
    kinds = Kinds(folder)

    def add(name, what, data, right=None):
        kinds.add(name + ".webp", what, data, dwebp(data) if right is None else right)

    for quality in (0, 10, 50, 75, 100):
        add("lossy-%d" % quality, "lossy, quality %d" % quality, cwebp(RGB, "-q", str(quality)))
    for option in ("-m 0", "-m 6", "-segments 1", "-segments 4", "-partition_limit 100", "-f 0", "-f 100",
                   "-sharpness 7", "-strong", "-nostrong -f 60", "-sns 100", "-size 900", "-pass 6", "-pre 4",
                   "-sharp_yuv", "-jpeg_like",
                   "-hint photo", "-low_memory"):
        add("lossy" + option.replace(" ", "-").replace("--", "-"), "lossy, " + option, cwebp(RGB, *option.split()))
    for side in ((1, 1), (1, 17), (17, 1), (16, 16), (33, 15)):
        add("lossy-%dx%d" % side, "lossy, %d x %d" % side, cwebp(RGB[:side[1], :side[0]].copy(), "-q", "80"))
    for option in ("-alpha_method 0", "-alpha_filter none", "-alpha_filter fast", "-alpha_filter best", "-alpha_q 40",
                   "-exact"):
        add("alpha" + option.replace(" ", "-"), "lossy with alpha, " + option, cwebp(RGBA, *option.split()))
    for level in range(0, 10, 3):
        add("lossless-z%d" % level, "lossless, level %d" % level, cwebp(RGB, "-z", str(level)), RGB)
    add("lossless-alpha", "lossless with alpha", cwebp(RGBA, "-lossless", "-exact"), over_white(RGB, RGBA[..., 3:]))
    add("lossless-alpha-cleaned", "lossless with alpha, hidden colours changed", cwebp(RGBA, "-lossless"))
    add("near-lossless", "nearly lossless", cwebp(RGB, "-near_lossless", "20"))
    for colors, step in ((2, 128), (4, 86), (16, 100), (64, 64)):
        flat = RGB // step * step
        if colors <= 4:
            flat = np.repeat(flat[..., :1], 3, -1)
        add("palette-%d" % colors, "lossless, few colours", cwebp(flat, "-lossless", "-z", "9"), flat)
    for side in ((1, 1), (1, 40), (40, 1)):
        part = np.tile(RGB, (2, 2, 1))[:side[1], :side[0]].copy()
        add("lossless-%dx%d" % side, "lossless, %d x %d" % side, cwebp(part, "-lossless"), part)
    gif = encoded(FLAT, "GIF")
    made = run(["gif2webp", "-quiet", "IN", "-o", "OUT"], gif, ".gif", ".webp")
    add("gif2webp", "an animation of one frame", made, FLAT)
    height, width = RGB.shape[:2]
    lossless = cwebp(RGB, "-lossless")[12:]
    position = struct.pack("<I", 4)[:3] + struct.pack("<I", 3)[:3]
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    moved = np.full((height + 9, width + 20, 3), 255, np.uint8)
    moved[6:6 + height, 8:8 + width] = RGB
    first = chunk(b"ANMF", position + sides + bytes(4) + lossless)
    add("frame-placed", "an animation whose first frame is smaller than its canvas", webp(
        canvas(width + 20, height + 9, 2), chunk(b"ANIM", bytes(6)), first, first), moved)
    turn = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0"
    add("exif-turned", "turned to the left by EXIF", webp(canvas(width, height, 8), lossless, chunk(b"EXIF", turn)),
        np.rot90(RGB))
    add("chunks-around", "unknown chunks around the picture", webp(
        canvas(width, height, 4), chunk(b"ABCD", bytes(5)), lossless, chunk(b"XMP ", b"<x/>")), RGB)
    words = "damaged or incomplete"
    lossy = cwebp(RGB, "-q", "75")
    kinds.refuse("lossy-cut.webp", "lossy, cut", lossy[:-60], words, DAMAGED)
    kinds.refuse("lossless-cut.webp", "lossless, cut", cwebp(RGB, "-lossless")[:-60], words, DAMAGED)
    kinds.refuse("lossy-half.webp", "lossy, cut with its chunk said to be shorter", webp(
        chunk(b"VP8 ", lossy[20:20 + (len(lossy) - 20) // 2])), words, DAMAGED)
    kinds.refuse("no-picture.webp", "no picture", webp(canvas(width, height, 0)), words, DAMAGED)
    kinds.close()


if __name__ == "__main__":
    main(sys.argv[1])
