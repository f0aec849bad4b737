"""Tables with a header row."""
from ..draw import fonts
from . import words
from .base import Picture, Turn, several
from .document import finish, key, sheet, to_json
from .phrases import brevity, phrase
from .reading import no_shapes

FIRST_COLUMNS = {"Item": words.item, "Product": words.item, "Name": lambda r: r.choice(words.FIRST), "City": lambda r: r.choice(words.CITIES), "Month": lambda r: r.choice(words.MONTHS),
                 "Person": lambda r: r.choice(words.FIRST), "Team": lambda r: r.choice(("Red", "Blue", "Green", "Gold", "North", "South", "East", "West"))}
COLUMNS = {"Price": lambda r: words.amount("", "", r.randint(50, 9999)), "Qty": lambda r: str(r.randint(1, 50)), "Age": lambda r: str(r.randint(1, 99)), "Score": lambda r: str(r.randint(0, 100)),
           "Date": lambda r: f"{r.randint(2000, 2030)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}", "Points": lambda r: str(r.randint(0, 500)), "Code": lambda r: f"{r.choice('ABCDEFGH')}{r.randint(1, 99)}",
           "Sales": lambda r: str(r.randint(100, 9999)), "Rank": lambda r: str(r.randint(1, 20)), "Weight": lambda r: f"{r.uniform(1, 90):.1f}", "Stock": lambda r: str(r.randint(0, 300)),
           "Color": lambda r: r.choice("Red Blue Green Black White".split()), "Total": lambda r: words.amount("", "", r.randint(500, 99999)), "Time": words.time}


class Table:
    def __init__(self, rng, split, width, height):
        self.split = split
        first = rng.choice(list(FIRST_COLUMNS))
        columns = rng.randint(1, 3 if width >= 280 else 2 if width >= 196 else 1)
        self.header = [first] + rng.sample(list(COLUMNS), columns)
        rows, seen = rng.randint(2, max(2, min(7, int(height / 30) - 1))), {}
        for _ in range(rows):
            seen.setdefault(FIRST_COLUMNS[first](rng), [COLUMNS[c](rng) for c in self.header[1:]])
        self.rows = [[name, *values] for name, values in seen.items()]
        self.title = None

    def draw(self, rng, width, height):
        canvas, ink = sheet(rng, width, height)
        path = rng.choice(fonts.paths(self.split))
        margin = rng.uniform(5, width * 0.06)
        step = min(rng.uniform(22, 40), (height - 8) / (len(self.rows) + 1.2))
        widest = [max((row[i] for row in [self.header, *self.rows]), key=len) for i in range(len(self.header))]
        face = fonts.fit(path, "".join(widest) + "MM" * len(widest), width - 2 * margin, step * 0.5)
        widths = [max(face.width(row[i]) for row in [self.header, *self.rows]) + face.size for i in range(len(self.header))]
        stretch = max(1.0, (width - 2 * margin) / sum(widths) * rng.uniform(0.85, 1.0))
        widths = [w * stretch for w in widths]
        right = rng.random() < 0.4
        top = rng.uniform(3, max(3, height - step * (len(self.rows) + 1) - 4))
        style = rng.choice(("grid", "rules", "plain", "striped"))
        total = sum(widths)
        if rng.random() < 0.4:
            shade = rng.choice(((220, 228, 240), (225, 225, 225), (235, 225, 205), (210, 235, 215)))
            canvas.pen.rectangle((margin, top, margin + total, top + step), fill=shade)
        if style == "striped":
            for i in range(2, len(self.rows) + 1, 2):
                canvas.pen.rectangle((margin, top + i * step, margin + total, top + (i + 1) * step), fill=(238, 240, 244))
        for i, row in enumerate([self.header, *self.rows]):
            y, x = top + i * step + (step + face.height) / 2, margin
            for j, cell in enumerate(row):
                if right and j > 0:
                    canvas.write_right(x + widths[j] - face.size * 0.4, y, cell, face, ink)
                else:
                    canvas.write(x + face.size * 0.4, y, cell, face, ink)
                x += widths[j]
        if style in ("grid", "rules"):
            for i in range(len(self.rows) + 2):
                canvas.pen.line((margin, top + i * step, margin + total, top + i * step), fill=ink)
        if style == "grid":
            for j in range(len(widths) + 1):
                x = margin + sum(widths[:j])
                canvas.pen.line((x, top, x, top + step * (len(self.rows) + 1)), fill=ink)
        finish(rng, canvas)
        return canvas

    def describe(self, rng):
        n = len(self.rows)
        return Turn("describe_doc", phrase(rng, self.split, "describe"),
                    f"The image shows a table with {n} row{'s' if n > 1 else ''} and the columns {several(self.header)}.")

    def cell(self, rng):
        column = rng.randint(1, len(self.header) - 1)
        if rng.random() < 0.15:
            name = FIRST_COLUMNS[self.header[0]](rng)
            if any(name in row[0] or row[0] in name for row in self.rows):
                return None
            return Turn("absent", phrase(rng, self.split, "cell", column=self.header[column].lower(), row=name), f"There is no row {name} in the table.")
        row = rng.choice(self.rows)
        label = self.header[column].lower()
        turn = Turn("field", phrase(rng, self.split, "cell", column=label, row=row[0]), f"The {label} of {row[0]} is {row[column]}.", row[column])
        if rng.random() < 0.3:
            return turn._replace(question=turn.question + brevity(rng, self.split, "value"), answer=turn.short)
        return turn

    def everything(self, rng):
        if len(self.rows) * len(self.header) > 10:
            return None
        answer = [{key(h): v for h, v in zip(self.header, row)} for row in self.rows]
        return Turn("json", phrase(rng, self.split, "all_json"), to_json(answer), facts=answer)

    def column_names(self, rng):
        return Turn("columns", phrase(rng, self.split, "columns"), several(self.header) + ".")

    def row_count(self, rng):
        n = len(self.rows)
        return Turn("row_count", phrase(rng, self.split, "row_count"), f"The table has {n} row{'s' if n > 1 else ''}.", str(n), facts=n)


def draw(rng, split, width, height):
    table = Table(rng, split, width, height)
    canvas = table.draw(rng, width, height)
    return Picture(canvas, table.cell, [(2, table.describe), (9, table.cell), (3, table.everything), (1.5, table.column_names), (1.5, table.row_count), (0.4, no_shapes(split))])
