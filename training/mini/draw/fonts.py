"""Fonts of one split, with cached glyph advances."""
import os
from functools import lru_cache

from PIL import ImageFont

ASSETS = os.environ.get("MINI_ASSETS") or os.path.join(os.path.dirname(__file__), "..", "..", "assets")


class Face:
    """One font at one pixel size."""

    def __init__(self, path, size):
        self.path, self.size = path, size
        self.font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        self.ascent, self.descent = self.font.getmetrics()
        _, top, _, bottom = self.font.getbbox("Hx0")
        self.height = bottom - top              # height of capitals and digits
        self._advance = {}

    def advance(self, char):
        width = self._advance.get(char)
        if width is None:
            width = self._advance[char] = self.font.getlength(char)
        return width

    def width(self, text):
        return sum(map(self.advance, text))


@lru_cache(maxsize=None)
def paths(split):
    """Font files of a split ("train" or "held"), sorted."""
    folder = os.path.join(ASSETS, "fonts", split)
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))]


@lru_cache(maxsize=4096)
def face(path, size):
    return Face(path, size)


def pick(rng, split, size):
    """A random face of the split at `size` pixels (em size)."""
    return face(rng.choice(paths(split)), int(size))


def fit(path, text, width, height):
    """The largest face of this font in which `text` fits into width x height pixels; at least 8 pixels."""
    size = max(8, int(height))
    while size > 8:
        candidate = face(path, size)
        if candidate.width(text) <= width and candidate.height <= height:
            return candidate
        size = max(8, min(size - 1, int(size * min(width / max(1, candidate.width(text)), 1.0))))
    return face(path, 8)
