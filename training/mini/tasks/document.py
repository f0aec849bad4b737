"""What receipts, forms, tables and charts share: paper, field questions, JSON answers."""
import json

from ..draw import damage
from ..draw.canvas import Canvas
from .base import Turn, several
from .phrases import brevity, phrase

PAPERS = [(255, 255, 255)] * 5 + [(250, 250, 245), (245, 245, 245), (253, 250, 238), (242, 245, 250), (235, 232, 225)]
INKS = [(10, 10, 10)] * 5 + [(35, 35, 45), (20, 30, 80), (60, 40, 30)]


def sheet(rng, width, height):
    """An empty page and its ink."""
    colour = rng.choice(PAPERS)
    canvas = Canvas(width, height, colour)
    if rng.random() < 0.2:
        canvas.image.paste(damage.paper(rng, width, height, colour))
    return canvas, rng.choice(INKS)


def finish(rng, canvas):
    """Small tilt, wear and odd sizes, each in a part of the documents."""
    if rng.random() < 0.2:
        canvas.tilt(rng.uniform(-2.0, 2.0), canvas.background)
    canvas.image = damage.wear(rng, canvas.image)
    if rng.random() < 0.1:
        damage.off_grid(rng, canvas)


def key(label):
    """"Date of birth" -> "date_of_birth"."""
    return label.lower().replace(" ", "_").replace(".", "").replace("-", "_").strip("_:")


def to_json(value):
    return json.dumps(value, ensure_ascii=False)


def field_turn(rng, split, kind, label, value, noun, question=None):
    """A question for one field; `value` None means that the document does not have it."""
    question = question or phrase(rng, split, kind, field=label)
    if value is None:
        return Turn("absent", question, f"There is no {label} on the {noun}.")
    turn = Turn("field", question, f"The {label} is {value}.", value)
    if rng.random() < 0.3:
        return turn._replace(question=question + brevity(rng, split, "value"), answer=value)
    return turn


def json_turn(rng, split, fields, missing):
    """A question for 1 to 4 fields as JSON; fields that are not there become null. `fields`: {label: value}."""
    labels = rng.sample(list(fields), min(len(fields), rng.choices((1, 2, 3, 4), (2, 4, 3, 2))[0]))
    absent = [m for m in missing if m not in fields]
    if absent and rng.random() < 0.25:
        labels.insert(rng.randint(0, len(labels)), rng.choice(absent))
    style = rng.random()
    shown = [label if style < 0.45 else key(label) if style < 0.8 else f'"{key(label)}"' for label in labels]
    answer = {key(label): fields.get(label) for label in labels}
    return Turn("json", phrase(rng, split, "fields_json", fields=several(shown) if rng.random() < 0.6 else ", ".join(shown)), to_json(answer), facts=answer)
