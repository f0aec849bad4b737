"""A canvas that remembers where it put every glyph and shape (targets of the auxiliary losses)."""
import math
from dataclasses import dataclass, field

from PIL import Image, ImageDraw


@dataclass
class Canvas:
    width: int
    height: int
    background: tuple
    glyphs: list = field(default_factory=list)    # (character, x, y) of glyph centres, pixels
    regions: list = field(default_factory=list)   # (shape index, colour index, (x1, y1, x2, y2))

    packed: tuple = None                          # patches and hints, kept by the packer when a picture comes around again

    def __post_init__(self):
        self.image = Image.new("RGB", (self.width, self.height), self.background)
        self.pen = ImageDraw.Draw(self.image)

    def write(self, x, y, text, face, colour):
        """Writes text with its baseline at y, starting at x; returns its box."""
        self.pen.text((x, y), text, fill=colour, font=face.font, anchor="ls")
        right = self._note(x, y - face.height / 2, text, face)
        return [round(x), round(y - face.height), round(right), round(y)]

    def write_right(self, x, y, text, face, colour):
        """Writes text that ends at x."""
        return self.write(x - face.width(text), y, text, face, colour)

    def write_centred(self, x, y, text, face, colour):
        return self.write(x - face.width(text) / 2, y, text, face, colour)

    def write_rotated(self, cx, cy, text, face, colour, degrees):
        """Writes text centred on (cx, cy), turned counter-clockwise; returns the box around the ink."""
        width, height = int(face.width(text)) + 8, face.ascent + face.descent + 4
        mask = Image.new("L", (width, height), 0)
        ImageDraw.Draw(mask).text((4, face.ascent + 2), text, fill=255, font=face.font, anchor="ls")
        turned = mask.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
        left, top = round(cx - turned.width / 2), round(cy - turned.height / 2)
        self.image.paste(colour, (left, top), turned)
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        x, dy = 4 - width / 2, face.ascent + 2 - face.height / 2 - height / 2
        for char in text:
            step = face.advance(char)
            if char != " ":
                dx = x + step / 2
                self.glyphs.append((char, cx + dx * cos + dy * sin, cy - dx * sin + dy * cos))
            x += step
        ink = turned.getbbox() or (0, 0, turned.width, turned.height)
        return [left + ink[0], top + ink[1], left + ink[2], top + ink[3]]

    def stamp(self, mask, left, top, colour):
        """Paints colour through an 8-bit mask."""
        self.image.paste(colour, (left, top), mask)

    def finish(self, image=None, scale_x=1.0, scale_y=1.0):
        """Replaces the image by a resized one and moves the notes along."""
        if image is not None:
            self.image = image
            self.width, self.height = image.size
        if scale_x != 1.0 or scale_y != 1.0:
            self.glyphs = [(c, x * scale_x, y * scale_y) for c, x, y in self.glyphs]
            self.regions = [(s, c, [x1 * scale_x, y1 * scale_y, x2 * scale_x, y2 * scale_y])
                            for s, c, (x1, y1, x2, y2) in self.regions]

    def tilt(self, degrees, fill):
        """Turns the whole picture about its centre, corners filled with `fill`."""
        self.image = self.image.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=fill)
        self.pen = ImageDraw.Draw(self.image)
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        mx, my = self.width / 2, self.height / 2
        self.glyphs = [(c, mx + (x - mx) * cos + (y - my) * sin, my - (x - mx) * sin + (y - my) * cos)
                       for c, x, y in self.glyphs]

    def _note(self, x, y, text, face):
        for char in text:
            step = face.advance(char)
            if char != " ":
                self.glyphs.append((char, x + step / 2, y))
            x += step
        return x
