"""What the makers of the picture matrix share: a folder's files, list and references, and how transparency meets
white.

A reference is (height, width, 3) of bytes, made by another program than ours or known because the file was written
here.
"""

import hashlib
import io
import pathlib
import subprocess
import tempfile
import zipfile

import numpy as np
from PIL import Image

UNSUPPORTED = "unsupported_image_media_type"
DAMAGED = "image_parse_error"


class Kinds:
    """Collects a folder of engine/src/test/resources/matrix."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.iterdir():
            old.unlink()
        self.lines = []
        self.references = {}

    def add(self, name, what, data, right, levels=0):
        """A file that decodes; files with equal pixels share a reference."""
        right = np.asarray(right).astype(np.uint8)
        assert right.ndim == 3 and right.shape[2] == 3, (name, right.shape)
        head = b"P6 %d %d 255\n" % (right.shape[1], right.shape[0])
        ppm = head + right.tobytes()
        entry = hashlib.sha256(ppm).hexdigest()[:12] + ".ppm"
        self.references[entry] = ppm
        self._line(name, what, "within %d" % levels if levels else "exact", entry, data)

    def refuse(self, name, what, data, words, code=UNSUPPORTED):
        self._line(name, what, "refused " + code, words, data)

    def _line(self, name, what, expected, last, data):
        assert all(line.split("\t")[0] != name for line in self.lines), name
        (self.folder / name).write_bytes(data)
        self.lines.append("\t".join([name, what, expected, last]))

    def close(self):
        (self.folder / "kinds.tsv").write_text("\n".join(self.lines) + "\n")
        with zipfile.ZipFile(self.folder / "references.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for entry in sorted(self.references):
                archive.writestr(zipfile.ZipInfo(entry), self.references[entry], zipfile.ZIP_DEFLATED)
        size = sum(file.stat().st_size for file in self.folder.iterdir())
        print("%s: %d kinds, %d bytes" % (self.folder.name, len(self.lines), size))


def over_white(rgb, alpha):
    """Colours of 8 bits with an opacity of 8 bits, rounded to the nearest."""
    rgb, alpha = rgb.astype(np.int64), alpha.astype(np.int64)
    return ((2 * (rgb * alpha + 255 * (255 - alpha)) + 255) // 510).astype(np.uint8)


def grey(values):
    """(height, width) to three equal channels."""
    return np.repeat(values[..., None], 3, -1)


def scene(width=29, height=23):
    """(height, width, 4) of 16 bits: gradients, a disc, bars, and an opacity that falls to the right."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    red = x * 65535 // (width - 1)
    green = y * 65535 // (height - 1)
    blue = (x * 7 + y * 13) % 256 * 257
    disc = (x - width * 2 // 3) ** 2 + (y - height // 3) ** 2 < height * height // 10
    red, green, blue = (np.where(disc, v, c) for v, c in ((60123, red), (9011, green), (30007, blue)))
    bars = (y > height - 5) & (x % 4 < 2)
    red, green, blue = (np.where(bars, 0, c) for c in (red, green, blue))
    alpha = np.clip(65535 - (x - 6) * 3777, 0, 65535)
    return np.stack([red, green, blue, alpha], -1).astype(np.uint16)


def pillow(data, mode="RGBA"):
    """Pillow's reading, over white."""
    image = np.asarray(Image.open(io.BytesIO(data)).convert(mode))
    return over_white(image[..., :3], image[..., 3:]) if mode == "RGBA" else image


def run(command, data, suffix_in, suffix_out):
    """What a program makes of a file; IN and OUT in the command become the files' names."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / ("in" + suffix_in), pathlib.Path(folder) / ("out" + suffix_out)
        source.write_bytes(data)
        words = [word.replace("IN", str(source)).replace("OUT", str(target)) for word in command]
        result = subprocess.run(words, check=True, capture_output=True)
        return target.read_bytes() if target.exists() else result.stdout


def magick(data, suffix):
    """ImageMagick's reading, over white."""
    png = run(["convert", "IN", "-depth", "8", "OUT"], data, suffix, ".png")
    return pillow(png)


def encoded(array, kind, **options):
    """Pillow's file of an array."""
    out = io.BytesIO()
    Image.fromarray(array).save(out, kind, **options)
    return out.getvalue()
