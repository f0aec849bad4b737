"""Scenes of coloured shapes and icons: description, counting, attributes, relations, detection."""
import json
from collections import Counter
from dataclasses import dataclass

from ..draw import damage, fonts, shapes
from ..draw.canvas import Canvas
from . import words
from .base import NUMBER_WORDS, Picture, Turn, article, several
from .phrases import brevity, phrase

BACKGROUNDS = {
    "white": (252, 252, 252), "light gray": (215, 215, 218), "dark gray": (70, 70, 74), "black": (12, 12, 14), "light blue": (190, 220, 245),
    "light green": (200, 238, 200), "light yellow": (253, 246, 200), "beige": (236, 222, 196), "dark blue": (20, 28, 84), "dark green": (14, 62, 34),
    "light pink": (252, 220, 230),
}
CLASHES = {     # object colours that would be hard to tell from the background
    "white": {"white"}, "light gray": {"white", "gray"}, "dark gray": {"gray", "black"}, "black": {"black"}, "light blue": {"white"},
    "light green": {"white"}, "light yellow": {"white", "yellow"}, "beige": {"white", "yellow"}, "dark blue": {"black", "blue", "purple"},
    "dark green": {"black", "green"}, "light pink": {"white", "pink"},
}


@dataclass
class Thing:
    shape: str
    colour: str
    size: str            # "small", "medium" or "large"
    box: list            # x1, y1, x2, y2 in pixels, exclusive right and bottom

    @property
    def name(self):
        return f"{self.colour} {self.shape}"

    @property
    def centre(self):
        x1, y1, x2, y2 = self.box
        return (x1 + x2) / 2, (y1 + y2) / 2

    @property
    def area(self):
        x1, y1, x2, y2 = self.box
        return (x2 - x1) * (y2 - y1)


def plural(name, n):
    """"red circle", 2 -> "red circles"."""
    head, _, shape = name.rpartition(" ")
    if n == 1:
        return name
    return (head + " " if head else "") + (shapes.PLURALS.get(shape) or shape + "s")


class Scene:
    """A drawn scene and the questions about it."""

    def __init__(self, rng, split, width, height):
        self.split, self.width, self.height = split, width, height
        self.background = "white" if rng.random() < 0.4 else rng.choice(list(BACKGROUNDS))
        base = tuple(min(255, max(0, v + rng.randint(-6, 6))) for v in BACKGROUNDS[self.background])
        self.canvas = Canvas(width, height, base)
        if rng.random() < 0.15:
            second = tuple(min(255, max(0, v + rng.randint(-16, 16))) for v in base)
            self.canvas = Canvas(width, height, base)
            self.canvas.image.paste(damage.gradient(rng, width, height, base, second))
        self.things, self.word = [], None
        self._place(rng)
        self.things.sort(key=lambda t: t.centre[0])
        if rng.random() < 0.1:
            self._caption(rng)
        self.names = Counter(t.name for t in self.things)
        self.shapes = Counter(t.shape for t in self.things)
        self.colours = Counter(t.colour for t in self.things)

    # ---- drawing
    def _place(self, rng):
        side = min(self.width, self.height)
        roomy = self.width * self.height >= 150 * 150
        count = rng.choices(range(0, 11), [1, 12, 15, 16, 15, 12, 10, 8, 5, 4, 4] if roomy else [2, 24, 26, 22, 14, 8, 4, 0, 0, 0, 0])[0]
        allowed = [c for c in shapes.COLOUR_NAMES if c not in CLASHES[self.background]]
        if count > 4 or rng.random() < 0.3:        # few kinds, so that there is something to count
            kinds = [(rng.choice(shapes.NAMES), rng.choice(allowed)) for _ in range(rng.randint(1, 4))]
        else:
            kinds = None
        for _ in range(count):
            shape, colour = rng.choice(kinds) if kinds else (rng.choice(shapes.NAMES), rng.choice(allowed))
            self._place_one(rng, shape, colour, side, count)

    def _place_one(self, rng, shape, colour, side, count):
        crowd = count > 5
        size = rng.choices(("small", "medium", "large"), (5, 4, 0.5) if crowd else (3, 4, 3))[0]
        low, high = {"small": (0.06, 0.085), "medium": (0.11, 0.14), "large": (0.18, 0.25 if count < 4 else 0.21)}[size]
        radius = max(7 if size == "small" else 10, rng.uniform(low, high) * side)
        mask = shapes.mask(rng, shape, radius)
        w, h = mask.size
        if w >= self.width - 4 or h >= self.height - 4:
            return
        for _ in range(12):
            x, y = rng.randint(2, self.width - w - 2), rng.randint(2, self.height - h - 2)
            gap = 3
            if all(x > t.box[2] + gap or x + w + gap < t.box[0] or y > t.box[3] + gap or y + h + gap < t.box[1] for t in self.things):
                self.canvas.stamp(mask, x, y, shapes.tint(rng, colour))
                self.canvas.regions.append((shapes.NAMES.index(shape), shapes.COLOUR_NAMES.index(colour), (x, y, x + w, y + h)))
                self.things.append(Thing(shape, colour, size, [x, y, x + w, y + h]))
                return

    def _caption(self, rng):
        """A word where there is room for it."""
        word = words.word(rng, self.split)
        face = fonts.pick(rng, self.split, rng.randint(16, 30))
        w, h = int(face.width(word)) + 2, face.ascent + face.descent
        dark = sum(BACKGROUNDS[self.background]) < 330
        for _ in range(8):
            if w > self.width - 8 or h > self.height - 8:
                return
            x, y = rng.randint(4, self.width - w - 4), rng.randint(2, self.height - h - 2)
            if all(x > t.box[2] + 2 or x + w + 2 < t.box[0] or y > t.box[3] + 2 or y + h + 2 < t.box[1] for t in self.things):
                self.canvas.write(x, y + face.ascent, word, face, (245, 245, 245) if dark else (20, 20, 20))
                self.word = word
                return

    # ---- answers
    def inventory(self):
        """"a red circle, two blue stars and the word "Hello""; empty if there is nothing."""
        parts = [article(name) if n == 1 else f"{NUMBER_WORDS[n]} {plural(name, n)}" for name, n in self.names.items()]
        if self.word:
            parts.append(f'the word "{self.word}"')
        return several(parts)

    def describe(self, rng):
        inside = self.inventory()
        if inside:
            answer = f"The image shows {inside} on a {self.background} background."
        else:
            answer = f"The image shows an empty {self.background} background."
        facts = {"objects": dict(self.names), "background": self.background, "word": self.word}
        return Turn("describe", phrase(rng, self.split, "describe"), answer, facts=facts)

    def list(self, rng):
        return Turn("list", phrase(rng, self.split, "list"), _capital(self.inventory()) + "." if self.inventory() else "There are no objects in the image.")

    def detail(self, rng):
        if not self.things or len(self.things) > 5 or self.word:
            return None
        parts = [article((t.size + " " if t.size != "medium" else "") + t.name) + f" {self._place_name(t)}" for t in self.things]
        n = len(self.things)
        start = "There is one object: " if n == 1 else f"There are {NUMBER_WORDS[n]} objects: "
        return Turn("detail", phrase(rng, self.split, "detail"), start + several(parts) + ".")

    def count(self, rng):
        dice = rng.random()
        if dice < 0.3:
            things, n = "objects", len(self.things)
            one = "object"
        else:
            pool = (self.names, self.shapes, self.colours)[rng.choices((0, 1, 2), (4, 4, 3))[0]]
            if pool and rng.random() < 0.8:
                key = rng.choice(list(pool))
            else:
                key = self._absent(rng, pool)
            n = pool.get(key, 0)
            one = f"{key} object" if pool is self.colours else key
            things = plural(one, 2)
        verb = "is" if n == 1 else "are"
        answer = f"There {verb} {n} {one if n == 1 else things}." if n else f"There are no {things} in the image."
        question = phrase(rng, self.split, "count", things=things)
        return _maybe_short(rng, self.split, Turn("count", question, answer, str(n), facts=n), "count")

    def colour(self, rng):
        shape = rng.choice(list(self.shapes)) if self.shapes and rng.random() < 0.85 else self._absent(rng, self.shapes)
        found = {t.colour for t in self.things if t.shape == shape}
        question = phrase(rng, self.split, "colour", shape=shape)
        if not found:
            return Turn("absent", question, f"There is no {shape} in the image.")
        if len(found) > 1 or self.shapes[shape] > 1:
            return None
        colour = found.pop()
        return _maybe_short(rng, self.split, Turn("colour", question, f"The {shape} is {colour}.", colour), "word")

    def shape(self, rng):
        colour = rng.choice(list(self.colours)) if self.colours and rng.random() < 0.85 else self._absent(rng, self.colours)
        found = [t.shape for t in self.things if t.colour == colour]
        question = phrase(rng, self.split, "shape", colour=colour)
        if not found:
            return Turn("absent", question, f"There is no {colour} object in the image.")
        if len(found) > 1:
            return None
        return _maybe_short(rng, self.split, Turn("shape", question, f"The {colour} object is {article(found[0])}.", found[0]), "word")

    def size(self, rng):
        thing = self._unique(rng)
        if not thing or thing.size == "medium":
            return None
        question = phrase(rng, self.split, "size", object="the " + thing.name)
        return _maybe_short(rng, self.split, Turn("size", question, f"The {thing.name} is {thing.size}.", thing.size), "word")

    def extreme(self, rng):
        if len(self.things) < 2:
            return None
        which = rng.choice(("largest", "smallest", "leftmost", "rightmost"))
        if which in ("largest", "smallest"):
            ranked = sorted(self.things, key=lambda t: t.area, reverse=which == "largest")
            if max(ranked[0].area, ranked[1].area) < 1.35 * min(ranked[0].area, ranked[1].area):
                return None
        else:
            ranked = self.things if which == "leftmost" else self.things[::-1]
            if abs(ranked[0].centre[0] - ranked[1].centre[0]) < 10:
                return None
        name = ranked[0].name
        word = {"leftmost": "leftmost", "rightmost": "rightmost"}.get(which, which)
        return Turn(which if which in ("largest", "smallest") else "relation", phrase(rng, self.split, which), f"The {word} object is the {name}.", name)

    def where(self, rng):
        if rng.random() < 0.15:
            name = self._absent(rng, self.names)
            return Turn("absent", phrase(rng, self.split, "where", object="the " + name), f"There is no {name} in the image.")
        thing = self._unique(rng)
        if not thing or not self._clear_place(thing):
            return None
        place = self._place_name(thing)
        return Turn("where", phrase(rng, self.split, "where", object="the " + thing.name), f"The {thing.name} is {place}.", place)

    def exists(self, rng):
        if self.names and rng.random() < 0.5:
            name = rng.choice(list(self.names) if rng.random() < 0.7 else list(self.shapes))
        else:
            name = self._absent(rng, self.names if rng.random() < 0.7 else self.shapes)
        n = self.names.get(name, 0) or self.shapes.get(name, 0)
        question = phrase(rng, self.split, "exists", object=article(name))
        if n == 0:
            turn = Turn("exists", question, f"No, there is no {name} in the image.", "No")
        elif n == 1:
            turn = Turn("exists", question, f"Yes, there is {article(name)}.", "Yes")
        else:
            turn = Turn("exists", question, f"Yes, there are {NUMBER_WORDS[n]} {plural(name, n)}.", "Yes")
        return _maybe_short(rng, self.split, turn, "yes")

    def relation(self, rng):
        unique = [t for t in self.things if self.names[t.name] == 1]
        if len(unique) < 2:
            return None
        first, second = rng.sample(unique, 2)
        dx, dy = first.centre[0] - second.centre[0], first.centre[1] - second.centre[1]
        horizontal = rng.random() < 0.5
        if abs(dx if horizontal else dy) < 12:
            return None
        truth = ("left" if dx < 0 else "right") if horizontal else ("above" if dy < 0 else "below")
        words_ = {"left": "to the left of", "right": "to the right of", "above": "above", "below": "below"}
        a, b = f"the {first.name}", f"the {second.name}"
        statement = f"the {first.name} is {words_[truth]} the {second.name}."
        if rng.random() < 0.3 and abs(dx if horizontal else dy) > 1.5 * abs(dy if horizontal else dx):
            return Turn("relation", phrase(rng, self.split, "relation", first=a, second=b), _capital(statement), words_[truth])
        asked = rng.choice(("left", "right") if horizontal else ("above", "below"))
        yes = "Yes" if asked == truth else "No"
        turn = Turn("relation", phrase(rng, self.split, asked, first=a, second=b), f"{yes}, {statement}", yes)
        return _maybe_short(rng, self.split, turn, "yes")

    def ground(self, rng):
        return Turn("background", phrase(rng, self.split, "background"), f"The background is {self.background}.", self.background)

    def text(self, rng):
        return Turn("read", phrase(rng, self.split, "read"), self.word) if self.word else Turn("no_text", phrase(rng, self.split, "read"), "There is no text in the image.")

    def detect(self, rng):
        if len(self.things) > 7:
            return None
        return self._boxes("detect", phrase(rng, self.split, "detect"), self.things)

    def locate(self, rng):
        things, chosen = self._target(rng)
        if len(chosen) > 7:
            return None
        return self._boxes("detect", phrase(rng, self.split, "locate", things=things), chosen)

    def point(self, rng):
        things, chosen = self._target(rng)
        if len(chosen) > 6:
            return None
        points = [{"point_2d": [round(v) for v in t.centre], "label": t.name} for t in chosen]
        return Turn("point", phrase(rng, self.split, "point", things=things), json.dumps(points), facts=points)

    def picture(self):
        weights = ((10, self.describe), (3, self.list), (4, self.detail), (12, self.count), (5, self.colour), (5, self.shape), (2, self.size), (3, self.extreme),
                   (4, self.where), (6, self.exists), (6, self.relation), (2, self.ground), (6, self.detect), (9, self.locate), (4, self.point), (4 if self.word else 1, self.text))
        return Picture(self.canvas, self.describe, list(weights))

    # ---- choosing
    def _boxes(self, kind, question, things):
        boxes = [{"bbox_2d": list(t.box), "label": t.name} for t in things]
        return Turn(kind, question, json.dumps(boxes), facts=boxes)

    def _target(self, rng):
        """What to look for: a name, a shape or a colour (sometimes absent), and the things that match."""
        if not self.things or rng.random() < 0.1:
            name = self._absent(rng, self.names)
            return (plural(name, 2) if rng.random() < 0.5 else name), []
        thing, dice = rng.choice(self.things), rng.random()
        if dice < 0.5:
            name, chosen = thing.name, [t for t in self.things if t.name == thing.name]
        elif dice < 0.8:
            name, chosen = thing.shape, [t for t in self.things if t.shape == thing.shape]
        else:
            name, chosen = f"{thing.colour} object", [t for t in self.things if t.colour == thing.colour]
        return plural(name, len(chosen)), chosen

    def _absent(self, rng, present):
        """A name of the same kind as in `present` (names, shapes or colours) that does not occur."""
        for _ in range(20):
            shape, colour = rng.choice(shapes.NAMES), rng.choice(shapes.COLOUR_NAMES)
            if present is self.names:
                if self.things and rng.random() < 0.6:      # near misses: right shape or right colour
                    other = rng.choice(self.things)
                    shape, colour = (other.shape, colour) if rng.random() < 0.5 else (shape, other.colour)
                name = f"{colour} {shape}"
            else:
                name = shape if present is self.shapes else colour
            if name not in present:
                return name
        return "purple arrow" if present is self.names else ("arrow" if present is self.shapes else "purple")

    def _unique(self, rng):
        unique = [t for t in self.things if self.names[t.name] == 1]
        return rng.choice(unique) if unique else None

    def _place_name(self, thing):
        x, y = thing.centre
        column = ("left", "center", "right")[min(2, int(3 * x / self.width))]
        row = ("top", "middle", "bottom")[min(2, int(3 * y / self.height))]
        if row == "middle":
            return "in the center" if column == "center" else f"on the {column}"
        return f"at the {row}" if column == "center" else f"at the {row} {column}"

    def _clear_place(self, thing):
        x, y = 3 * thing.centre[0] / self.width, 3 * thing.centre[1] / self.height
        return all(abs(v - edge) > 0.12 for v in (x, y) for edge in (1, 2))


def _capital(text):
    return text[:1].upper() + text[1:]


def _maybe_short(rng, split, turn, style):
    if rng.random() < 0.2:
        return turn._replace(question=turn.question + brevity(rng, split, style), answer=turn.short)
    return turn


def draw(rng, split, width, height):
    scene = Scene(rng, split, width, height)
    scene.canvas.image = damage.wear(rng, scene.canvas.image, 0.8)
    return scene.picture()
