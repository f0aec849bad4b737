"""Bar charts with printed values."""
from ..draw import fonts, shapes
from . import words
from .base import Picture, Turn, several
from .document import finish, sheet, to_json
from .phrases import brevity, phrase
from .reading import no_shapes

LABELS = (["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["Jan", "Feb", "Mar", "Apr", "May", "Jun"], ["Q1", "Q2", "Q3", "Q4"], ["A", "B", "C", "D", "E", "F"],
          ["2019", "2020", "2021", "2022", "2023", "2024"], ["North", "South", "East", "West"], ["Red", "Blue", "Green", "Gold"], words.ITEMS, words.CITIES, words.FIRST)
TITLES = "Sales Visitors Revenue Orders Users Points Rainfall Profit Score Output Tickets Downloads Votes Growth Energy Traffic".split()


class Chart:
    def __init__(self, rng, split, width, height):
        self.split, pool = split, rng.choice(LABELS)
        n = rng.randint(2, min(len(pool), 6 if width >= 224 else 4))
        start = rng.randint(0, len(pool) - n)
        names = pool[start:start + n] if len(pool) < 10 else rng.sample(pool, n)
        top = rng.choice((10, 50, 100, 100, 500, 1000))
        self.values = {name: rng.randint(max(1, top // 20), top) for name in names}
        self.title = rng.choice(TITLES) if rng.random() < 0.7 else None
        self.colour = rng.choice([c for c in shapes.COLOUR_NAMES if c not in ("white", "black")])
        self.upright = rng.random() < 0.6

    def draw(self, rng, width, height):
        canvas, ink = sheet(rng, width, height)
        path = rng.choice(fonts.paths(self.split))
        longest = max(list(self.values) + [str(max(self.values.values()))], key=len)
        n, fill = len(self.values), shapes.tint(rng, self.colour)
        top = 6.0
        if self.title:
            big = fonts.fit(path, self.title, width * 0.8, min(20, height * 0.08))
            canvas.write_centred(width / 2, top + big.height + 2, self.title, big, ink)
            top += big.height + 8
        peak = max(self.values.values())
        if self.upright:
            slot = (width - 16) / n
            face = fonts.fit(path, longest, slot * 0.92, 13)
            base = height - face.height - 10
            scale = (base - top - face.height - 8) / peak
            for i, (name, value) in enumerate(self.values.items()):
                left = 8 + i * slot + slot * 0.18
                canvas.pen.rectangle((left, base - max(1, value * scale), left + slot * 0.64, base), fill=fill)
                canvas.write_centred(left + slot * 0.32, base - value * scale - 4, str(value), face, ink)
                canvas.write_centred(left + slot * 0.32, base + face.height + 5, name, face, ink)
            canvas.pen.line((6, base, width - 6, base), fill=ink)
        else:
            slot = (height - top - 6) / n
            face = fonts.fit(path, longest, width * 0.28, min(14, slot * 0.6))
            base = 10 + max(face.width(name) for name in self.values)
            scale = (width - base - face.width(str(peak)) - 12) / peak
            for i, (name, value) in enumerate(self.values.items()):
                y = top + (i + 0.5) * slot
                canvas.pen.rectangle((base, y - slot * 0.3, base + max(1, value * scale), y + slot * 0.3), fill=fill)
                canvas.write_right(base - 4, y + face.height / 2, name, face, ink)
                canvas.write(base + value * scale + 4, y + face.height / 2, str(value), face, ink)
            canvas.pen.line((base, top, base, height - 5), fill=ink)
        finish(rng, canvas)
        return canvas

    def describe(self, rng):
        bars = several(f"{k} {v}" for k, v in self.values.items())
        title = f' titled "{self.title}"' if self.title else ""
        return Turn("describe_doc", phrase(rng, self.split, "describe"), f"The image shows a bar chart{title} with {len(self.values)} bars: {bars}.")

    def value(self, rng):
        if rng.random() < 0.12:
            label = rng.choice(rng.choice(LABELS))
            if label in self.values:
                return None
            return Turn("absent", phrase(rng, self.split, "bar", label=label), f"There is no bar {label} in the chart.")
        label = rng.choice(list(self.values))
        value = str(self.values[label])
        turn = Turn("field", phrase(rng, self.split, "bar", label=label), f"The value for {label} is {value}.", value)
        if rng.random() < 0.3:
            return turn._replace(question=turn.question + brevity(rng, self.split, "value"), answer=value)
        return turn

    def extreme(self, rng):
        ranked = sorted(self.values, key=self.values.get, reverse=True)
        kind = rng.choice(("highest", "lowest"))
        if kind == "lowest":
            ranked.reverse()
        if self.values[ranked[0]] == self.values[ranked[1]]:
            return None
        return Turn("extreme_bar", phrase(rng, self.split, kind), f"{ranked[0]} has the {kind} value: {self.values[ranked[0]]}.", ranked[0])

    def count(self, rng):
        n = len(self.values)
        return Turn("bar_count", phrase(rng, self.split, "bar_count"), f"There are {n} bars.", str(n), facts=n)

    def hue(self, rng):
        return Turn("bar_colour", phrase(rng, self.split, "bar_colour"), f"The bars are {self.colour}.", self.colour)

    def everything(self, rng):
        return Turn("json", phrase(rng, self.split, "bars_json" if rng.random() < 0.7 else "all_json"), to_json(self.values), facts=self.values)

    def heading(self, rng):
        return Turn("title", phrase(rng, self.split, "title"), f"The title is {self.title}." if self.title else "There is no title.", self.title)


def draw(rng, split, width, height):
    chart = Chart(rng, split, width, height)
    canvas = chart.draw(rng, width, height)
    return Picture(canvas, chart.value, [(3, chart.describe), (7, chart.value), (2.5, chart.extreme), (1, chart.count), (1, chart.hue), (4, chart.everything), (1, chart.heading), (0.4, no_shapes(split))])
