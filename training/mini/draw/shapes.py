"""Shapes and icons as anti-aliased masks."""
import math

from PIL import Image, ImageDraw

SCALE = 3      # supersampling


def _regular(n, turn=0.0):
    return [(math.sin(2 * math.pi * k / n + turn), -math.cos(2 * math.pi * k / n + turn)) for k in range(n)]


def _star():
    return [(r * math.sin(math.pi * k / 5), -r * math.cos(math.pi * k / 5)) for k in range(10) for r in [1.0 if k % 2 == 0 else 0.42]]


def _heart():
    points = []
    for k in range(36):
        t = 2 * math.pi * k / 36
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((x / 16.5, -(y + 2.5) / 15))
    return points


def _ellipse(rx, ry, cx=0.0, cy=0.0, n=36):
    return [(cx + rx * math.cos(2 * math.pi * k / n), cy + ry * math.sin(2 * math.pi * k / n)) for k in range(n)]


def _box(x1, y1, x2, y2):
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]


def _cross(w=0.33):
    return [(-w, -1), (w, -1), (w, -w), (1, -w), (1, w), (w, w), (w, 1), (-w, 1), (-w, w), (-1, w), (-1, -w), (-w, -w)]


# name -> (filled polygons, holes, largest random turn in degrees); coordinates in [-1, 1], y down
SHAPES = {
    "circle": ([_ellipse(1, 1)], [], 0),
    "square": ([_box(-.88, -.88, .88, .88)], [], 12),
    "triangle": ([[(0, -.95), (1, .8), (-1, .8)]], [], 25),
    "rectangle": ([_box(-1, -.52, 1, .52)], [], 12),
    "oval": ([_ellipse(1, .56)], [], 35),
    "star": ([_star()], [], 36),
    "heart": ([_heart()], [], 25),
    "diamond": ([[(0, -1), (.68, 0), (0, 1), (-.68, 0)]], [], 12),
    "pentagon": ([_regular(5)], [], 36),
    "hexagon": ([_regular(6)], [], 30),
    "cross": ([_cross()], [], 15),
    "ring": ([_ellipse(1, 1)], [_ellipse(.55, .55)], 0),
    "crescent": ([_ellipse(1, 1)], [_ellipse(.82, .82, .45, -.1)], 40),
    "arrow": ([[(-1, -.25), (.2, -.25), (.2, -.65), (1, 0), (.2, .65), (.2, .25), (-1, .25)]], [], 180),
    "house": ([_box(-.75, -.16, .75, .95), [(-1, -.1), (0, -1), (1, -.1)]], [_box(-.18, .4, .18, .95)], 6),
    "tree": ([[(0, -1), (.6, -.25), (-.6, -.25)], [(0, -.6), (.8, .3), (-.8, .3)], _box(-.16, .3, .16, 1)], [], 6),
    "car": ([_box(-1, -.1, 1, .4), [(-.6, -.1), (-.35, -.55), (.4, -.55), (.65, -.1)], _ellipse(.24, .24, -.55, .42, 20),
             _ellipse(.24, .24, .55, .42, 20)], [_ellipse(.1, .1, -.55, .42, 12), _ellipse(.1, .1, .55, .42, 12)], 6),
    "fish": ([_ellipse(.72, .48, -.25, 0), [(.3, 0), (1, -.5), (1, .5)]], [_ellipse(.09, .09, -.6, -.1, 10)], 12),
    "flower": ([_ellipse(.42, .42, .55 * math.sin(2 * math.pi * k / 5), -.55 * math.cos(2 * math.pi * k / 5), 20) for k in range(5)],
               [_ellipse(.22, .22, 0, 0, 16)], 30),
    "cup": ([[(-.8, -.75), (.45, -.75), (.3, .8), (-.65, .8)], _ellipse(.42, .42, .5, -.05, 20)], [_ellipse(.22, .22, .56, -.05, 16)], 6),
}
NAMES = list(SHAPES)
PLURALS = {n: n + "s" for n in NAMES} | {"cross": "crosses", "fish": "fish"}

# name -> typical colour
COLOURS = {
    "red": (220, 30, 35), "orange": (250, 135, 15), "yellow": (250, 220, 30), "green": (35, 155, 60), "blue": (35, 80, 215),
    "purple": (130, 45, 170), "pink": (250, 130, 185), "brown": (120, 70, 30), "black": (20, 20, 20), "white": (248, 248, 248),
    "gray": (135, 135, 135),
}
COLOUR_NAMES = list(COLOURS)


def tint(rng, name, spread=18):
    """A shade of the named colour."""
    if name in ("black", "white", "gray"):
        shift = rng.randint(-14, 14)
        return tuple(min(255, max(0, v + shift)) for v in COLOURS[name])
    return tuple(min(255, max(0, v + rng.randint(-spread, spread))) for v in COLOURS[name])


def mask(rng, name, radius):
    """A mask of the shape with about `radius` pixels, cut to its ink, and the shape's box size is the mask's size."""
    solids, holes, turn = SHAPES[name]
    angle = math.radians(rng.uniform(-turn, turn))
    if name == "rectangle" and rng.random() < 0.4:
        angle += math.pi / 2
    flip = -1 if name in ("fish", "cup", "car", "crescent") and rng.random() < 0.5 else 1
    cos, sin, r = math.cos(angle), math.sin(angle), radius * SCALE
    side = (int(radius * 1.25) * 2 + 4) * SCALE
    middle = side / 2
    canvas = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(canvas)
    for polygons, level in ((solids, 255), (holes, 0)):
        for polygon in polygons:
            pen.polygon([(middle + r * (flip * x * cos - y * sin), middle + r * (flip * x * sin + y * cos)) for x, y in polygon], fill=level)
    small = canvas.reduce(SCALE)
    return small.crop(small.point(_INK).getbbox())


_INK = [0] * 100 + [255] * 156     # pixels that are mostly covered count for the box
