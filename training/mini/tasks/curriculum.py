"""Which task at which picture size."""
from ..draw.damage import UNIT
from . import chart, form, reading, receipt, scene, table, talk

MAX_CELLS = 256         # image tokens; 448 x 448 pixels

# name: (share, draw, smallest and largest width, smallest and largest height in image tokens)
TASKS = {
    "scene": (42, scene.draw, (4, 14), (4, 14)),
    "word": (17, reading.draw_one, (4, 10), (4, 8)),
    "lines": (13, reading.draw_lines, (5, 14), (4, 12)),
    "receipt": (13, receipt.draw, (7, 13), (10, 16)),
    "form": (8, form.draw, (8, 15), (6, 14)),
    "table": (6, table.draw, (7, 15), (5, 13)),
    "chart": (6, chart.draw, (7, 13), (6, 12)),
    "nothing": (1, talk.draw_nothing, (4, 12), (4, 12)),
    "talk": (2, None, None, None),
}
_NAMES, _SHARES = list(TASKS), [t[0] for t in TASKS.values()]
_SQUARE = (8, 8)        # 224 x 224, the size of every third scene


def make(rng, split, name=None):
    """Draws a random picture of the curriculum (or of the named task); returns (task name, Picture)."""
    name = name or rng.choices(_NAMES, _SHARES)[0]
    if name == "talk":
        return name, talk.chat(rng, split)
    _, draw, columns, rows = TASKS[name]
    while True:
        w, h = rng.randint(*columns), rng.randint(*rows)
        if name == "scene" and rng.random() < 0.33:
            w, h = _SQUARE
        elif name == "scene" and w * h > 100 and rng.random() < 0.7:      # large scenes are dear and not harder
            continue
        if w * h <= MAX_CELLS and max(w, h) <= 3 * min(w, h):
            break
    picture = draw(rng, split, w * UNIT, h * UNIT)
    off_topic = talk.off_topic(split)
    picture.askers.append((0.02 * sum(weight for weight, _ in picture.askers), off_topic))
    return name, picture
