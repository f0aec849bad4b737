"""Receipts: shop, date, items with prices, subtotal, tax, total, payment."""
from ..draw import fonts
from . import words
from .base import Picture, Turn, several
from .document import field_turn, finish, json_turn, sheet, to_json
from .phrases import phrase
from .reading import no_shapes

MISSING = ["tax", "tip", "discount", "subtotal", "date", "time", "phone", "cashier", "receipt no", "payment", "change", "address"]


class Receipt:
    def __init__(self, rng, split):
        self.split = split
        self.before, self.after = words.money(rng)
        self.shop = words.shop(rng, split)
        items, names = [], set()
        for _ in range(rng.choices((1, 2, 3, 4, 5, 6), (1, 3, 5, 5, 3, 2))[0]):
            name = words.item(rng)
            if name not in names:
                names.add(name)
                items.append([name, rng.choices((1, 2, 3, 4), (6, 2, 1, 1))[0], rng.randint(50, rng.choice((900, 2500, 9000)))])
        self.quantities = rng.random() < 0.35
        if not self.quantities:
            items = [[name, 1, cents] for name, _, cents in items]
        self.items = [(name, n, n * cents) for name, n, cents in items]
        subtotal = sum(c for _, _, c in self.items)
        self.fields, self.rows = {"store": self.shop}, []       # rows: (label, value)
        dice = rng.random()
        tax = 0
        if dice < 0.45:
            tax = subtotal * rng.choice((5, 7, 8, 10, 19, 20)) // 100
            if rng.random() < 0.8:
                self._row(rng, "subtotal", ("Subtotal", "Sub-total", "Net"), subtotal)
            self._row(rng, "tax", ("Tax", "VAT", "Sales tax"), tax)
        total = subtotal + tax
        if rng.random() < 0.1:
            discount = max(1, subtotal // 10)
            self.rows.append(("Discount", "-" + self._money(discount)))
            self.fields["discount"] = "-" + self._money(discount)
            total -= discount
        self.total = self._money(total)
        self.rows.append((rng.choice(("Total", "TOTAL", "Total due", "Amount due", "Grand total", "TOTAL")), self.total))
        self.fields["total"] = self.total
        if rng.random() < 0.35:
            paid = rng.choice(("Cash", "Card", "Visa", "Debit"))
            self.fields["payment"] = paid
            if paid == "Cash":
                given = (total // 500 + 1) * 500
                self.rows.append(("Cash", self._money(given)))
                self._row(rng, "change", ("Change",), given - total)
            else:
                self.rows.append((paid, self.total))
        self.head = []
        for label, chance, make, forms in (("address", .35, words.address, ("{}",)), ("phone", .2, words.phone, ("Tel {}", "Phone: {}", "Tel: {}")),
                                           ("date", .65, words.date, ("{}", "Date: {}", "Date {}")), ("time", .25, words.time, ("{}", "Time: {}")),
                                           ("receipt no", .25, lambda r: str(r.randint(100, 99999)), ("Receipt #{}", "No. {}", "Receipt No: {}")),
                                           ("cashier", .15, lambda r: r.choice(words.FIRST), ("Cashier: {}", "Served by {}"))):
            if rng.random() < chance:
                self.fields[label] = make(rng)
                self.head.append(rng.choice(forms).format(self.fields[label]))
        self.thanks = rng.choice(("Thank you!", "Thank you for your visit", "Have a nice day!", "See you soon")) if rng.random() < 0.4 else None

    def _money(self, cents):
        return words.amount(self.before, self.after, cents)

    def _row(self, rng, field, labels, cents):
        self.rows.append((rng.choice(labels), self._money(cents)))
        self.fields[field] = self._money(cents)

    def price(self, cents):
        return self._money(cents)

    # ---- drawing
    def draw(self, rng, width, height):
        canvas, ink = sheet(rng, width, height)
        n = 2 + len(self.head) + len(self.items) + len(self.rows) + (self.thanks is not None) + 1.0
        step = min(rng.uniform(17, 34), (height - 10) / n)
        path = rng.choice(fonts.paths(self.split))
        margin = rng.uniform(5, width * 0.07)
        longest = max([f"{'9 x ' if self.quantities else ''}{a} {self.price(c)}" for a, _, c in self.items] + [f"{a} {b}" for a, b in self.rows] + self.head, key=len)
        face = fonts.fit(path, longest + "  ", width - 2 * margin, step * 0.62)
        big = fonts.fit(path, self.shop, width - 2 * margin, face.height * rng.uniform(1.0, 1.6))
        y, centred = 4 + step, rng.random() < 0.7
        if rng.random() < 0.5:
            y += rng.uniform(0, max(0.0, height - 10 - n * step))
        head = canvas.write_centred if centred else canvas.write
        x = width / 2 if centred else margin
        head(x, y, self.shop, big, ink)
        y += step
        for line in self.head:
            head(x, y, line, face, ink)
            y += step
        rule = rng.choice((None, "line", "dash"))
        self._rule(canvas, rule, margin, y - face.height - (step - face.height) * 0.4, ink)
        for name, n, cents in self.items:
            label = f"{n} x {name}" if self.quantities else name
            canvas.write(margin, y, label, face, ink)
            canvas.write_right(width - margin, y, self.price(cents), face, ink)
            y += step
        y += step * 0.25
        self._rule(canvas, rule, margin, y - face.height - (step * 1.25 - face.height) * 0.45, ink)
        for label, value in self.rows:
            canvas.write(margin, y, label, face, ink)
            canvas.write_right(width - margin, y, value, face, ink)
            y += step
        self.thanks_drawn = bool(self.thanks) and face.width(self.thanks) < width - 2 * margin
        if self.thanks_drawn:
            canvas.write_centred(width / 2, y + step * 0.2, self.thanks, face, ink)
        finish(rng, canvas)
        return canvas

    def _rule(self, canvas, style, margin, y, ink):
        if style == "line":
            canvas.pen.line((margin, y, canvas.width - margin, y), fill=ink)
        elif style == "dash":
            for x in range(int(margin), int(canvas.width - margin), 8):
                canvas.pen.line((x, y, x + 4, y), fill=ink)

    # ---- questions
    def describe(self, rng):
        n = len(self.items)
        return Turn("describe_doc", phrase(rng, self.split, "describe"),
                    f"The image shows a receipt from {self.shop} with {n} item{'s' if n > 1 else ''} and a total of {self.total}.")

    def total_turn(self, rng):
        return field_turn(rng, self.split, "field", "total", self.total, "receipt", phrase(rng, self.split, "total"))

    def field(self, rng):
        if rng.random() < 0.2:
            label = rng.choice([m for m in MISSING if m not in self.fields])
            return field_turn(rng, self.split, "field", label, None, "receipt")
        label = rng.choice(list(self.fields))
        return field_turn(rng, self.split, "field", label, self.fields[label], "receipt")

    def json(self, rng):
        return json_turn(rng, self.split, self.fields, MISSING)

    def everything(self, rng):
        answer = {"store": self.shop, "date": self.fields.get("date"), "total": self.total}
        return Turn("json", phrase(rng, self.split, "all_json"), to_json(answer), facts=answer)

    def transcript(self, rng):
        lines = [self.shop, *self.head, *(f"{f'{n} x ' if self.quantities else ''}{a} {self.price(c)}" for a, n, c in self.items), *(f"{a} {b}" for a, b in self.rows)]
        return Turn("transcript", phrase(rng, self.split, "read"), "\n".join(lines + [self.thanks] * self.thanks_drawn))

    def item_list(self, rng):
        return Turn("items", phrase(rng, self.split, "items"), several(a for a, _, _ in self.items) + ".")

    def items_json(self, rng):
        if len(self.items) > 4:
            return None
        answer = [{"name": a, "price": self.price(c)} for a, _, c in self.items]
        if self.quantities:
            answer = [{"name": a, "quantity": n, "price": self.price(c)} for a, n, c in self.items]
        return Turn("json", phrase(rng, self.split, "items_json"), to_json(answer), facts=answer)

    def item_count(self, rng):
        n = len(self.items)
        return Turn("item_count", phrase(rng, self.split, "item_count"), f"There {'is' if n == 1 else 'are'} {n} item{'s' if n > 1 else ''} on the receipt.", str(n), facts=n)

    def item_price(self, rng):
        if rng.random() < 0.2:
            other = words.item(rng)
            if any(other in a or a in other for a, _, _ in self.items):
                return None
            return Turn("absent", phrase(rng, self.split, "price", item=other.lower()), f"There is no {other.lower()} on the receipt.")
        name, _, cents = rng.choice(self.items)
        question = phrase(rng, self.split, "price", item=name.lower() if rng.random() < 0.7 else name)
        return Turn("field", question, f"The {name.lower()} costs {self.price(cents)}.", self.price(cents))

    def quantity(self, rng):
        if not self.quantities:
            return None
        name, n, _ = rng.choice(self.items)
        return Turn("field", phrase(rng, self.split, "quantity", item=name.lower()), str(n), str(n))


def draw(rng, split, width, height):
    receipt = Receipt(rng, split)
    canvas = receipt.draw(rng, width, height)
    return Picture(canvas, receipt.total_turn, [
        (3, receipt.describe), (5, receipt.total_turn), (5, receipt.field), (6, receipt.json), (2, receipt.everything), (1.5, receipt.transcript), (2, receipt.item_list), (2, receipt.items_json),
        (1, receipt.item_count), (4, receipt.item_price), (1, receipt.quantity), (0.4, no_shapes(split))])
