"""Forms, badges and letterheads: labels with values."""
from ..draw import fonts
from . import words
from .base import Picture, Turn, several
from .document import field_turn, finish, json_turn, key, sheet, to_json
from .phrases import phrase
from .reading import no_shapes

FIELDS = {
    "Name": words.person, "First name": lambda r: r.choice(words.FIRST), "Last name": lambda r: r.choice(words.LAST), "Date": words.date, "Date of birth": words.date,
    "City": lambda r: r.choice(words.CITIES), "Address": words.address, "Phone": words.phone, "Email": words.email, "Age": lambda r: str(r.randint(1, 99)),
    "Order no": lambda r: str(r.randint(1000, 99999)), "Customer ID": words.code, "Invoice no": words.code, "Amount": lambda r: words.price(r, *words.money(r), 900),
    "Due date": words.date, "Time": words.time, "Room": lambda r: str(r.randint(1, 499)), "Company": lambda r: words.shop(r, "train"), "Country": lambda r: r.choice(COUNTRIES),
    "Postcode": lambda r: str(r.randint(10000, 99999)), "Product": words.item, "Quantity": lambda r: str(r.randint(1, 50)), "Price": lambda r: words.price(r, *words.money(r), 300),
    "Status": lambda r: r.choice(("Open", "Closed", "Paid", "Pending", "Shipped", "New", "Active")), "Weight": lambda r: f"{r.uniform(0.1, 90):.1f} kg",
    "Department": lambda r: r.choice(("Sales", "Support", "Finance", "Research", "Design", "Legal")), "Code": words.code, "Seat": lambda r: f"{r.randint(1, 40)}{r.choice('ABCDEF')}",
    "Flight": lambda r: f"{r.choice('ABLUK')}{r.choice('AFHSL')} {r.randint(100, 9999)}", "Gate": lambda r: f"{r.choice('ABCDE')}{r.randint(1, 60)}", "Total": lambda r: words.price(r, *words.money(r), 900),
    "Contact": words.person, "Serial no": words.code, "Height": lambda r: f"{r.randint(100, 210)} cm", "Color": lambda r: r.choice("Red Blue Green Black White Silver".split()),
}
COUNTRIES = "Germany France Spain Italy Austria Norway Sweden Poland Canada Japan India Brazil Chile Peru Egypt Kenya Ireland Greece".split()
TITLES = ("Registration Form", "Application Form", "Order Form", "Invoice", "Delivery Note", "Customer Card", "Visitor Badge", "Boarding Pass", "Ticket", "Membership Card", "Contact Form",
          "Work Order", "Rental Agreement", "Patient Card", "Booking", "Shipping Label", "Inspection Report", "Request Form")


class Form:
    def __init__(self, rng, split, width, height):
        self.split = split
        self.title = rng.choice(TITLES) if rng.random() < 0.75 else None
        room = max(2, min(8, int((height - 20) / 24) - 1))
        labels = rng.sample(list(FIELDS), rng.randint(min(2, room), room))
        self.fields = {label: FIELDS[label](rng) for label in labels}

    def draw(self, rng, width, height):
        canvas, ink = sheet(rng, width, height)
        path = rng.choice(fonts.paths(self.split))
        margin = rng.uniform(6, width * 0.08)
        layout = rng.choice(("inline", "columns", "boxes", "lines"))
        n = len(self.fields) + (1.6 if self.title else 0.4)
        step = min(rng.uniform(20, 40), (height - 8) / n)
        colon = self.colon = rng.choice((":", ":", ""))
        longest = max((f"{a}{colon}  {b}" for a, b in self.fields.items()), key=len)
        face = fonts.fit(path, longest, (width - 2 * margin) * (0.97 if layout == "inline" else 0.85), min(step * 0.55, 22))
        value_face = face if rng.random() < 0.6 else fonts.face(rng.choice(fonts.paths(self.split)), face.size)
        y = 2 + step
        if self.title:
            big = fonts.fit(path, self.title, width - 2 * margin, face.height * rng.uniform(1.1, 1.6))
            if rng.random() < 0.5:
                canvas.write(margin, y, self.title, big, ink)
            else:
                canvas.write_centred(width / 2, y, self.title, big, ink)
            y += step * 1.3
        column = margin + max(face.width(a + colon) for a in self.fields) + face.size * 0.8
        pale = tuple(min(255, v + 120) for v in ink) if rng.random() < 0.3 else ink
        for label, value in self.fields.items():
            end = canvas.write(margin, y, label + colon, face, ink)[2]
            x = end + face.size * 0.5 if layout == "inline" else column
            if x + value_face.width(value) > width - 2:
                x = max(end + 3, width - 2 - value_face.width(value))
            canvas.write(x, y, value, value_face, ink)
            if layout == "lines":
                canvas.pen.line((x - 2, y + step * 0.16, width - margin, y + step * 0.16), fill=pale)
            elif layout == "boxes":
                canvas.pen.rectangle((x - 3, y - step * 0.72, max(width - margin, x + value_face.width(value) + 2), y + step * 0.22), outline=pale)
            y += step
        finish(rng, canvas)
        return canvas

    def describe(self, rng):
        start = f'The image shows a form titled "{self.title}"' if self.title else "The image shows a form"
        return Turn("describe_doc", phrase(rng, self.split, "describe"), f"{start} with the fields {several(self.fields)}.")

    def field(self, rng):
        if rng.random() < 0.15:
            label = rng.choice([f for f in FIELDS if f not in self.fields and not any(f.lower() in g.lower() or g.lower() in f.lower() for g in self.fields)])
            return field_turn(rng, self.split, "field", label.lower(), None, "form")
        label = rng.choice(list(self.fields))
        return field_turn(rng, self.split, "field", label.lower(), self.fields[label], "form")

    def json(self, rng):
        return json_turn(rng, self.split, {k.lower(): v for k, v in self.fields.items()}, [f.lower() for f in FIELDS])

    def everything(self, rng):
        if len(self.fields) > 6:
            return None
        answer = {key(a): b for a, b in self.fields.items()}
        return Turn("json", phrase(rng, self.split, "all_json"), to_json(answer), facts=answer)

    def transcript(self, rng):
        lines = [self.title] * bool(self.title) + [f"{a}{self.colon} {b}" for a, b in self.fields.items()]
        return Turn("transcript", phrase(rng, self.split, "read"), "\n".join(lines))

    def heading(self, rng):
        question = phrase(rng, self.split, "title")
        return Turn("title", question, f"The title is {self.title}." if self.title else "There is no title.", self.title)


def draw(rng, split, width, height):
    form = Form(rng, split, width, height)
    canvas = form.draw(rng, width, height)
    return Picture(canvas, form.field, [(2, form.describe), (8, form.field), (7, form.json), (2, form.everything), (1, form.heading), (1.5, form.transcript), (0.4, no_shapes(split))])
