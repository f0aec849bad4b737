"""Scores of one answer, each between 0 and 1."""
import json
import re

from .draw.shapes import COLOUR_NAMES, NAMES, PLURALS
from .tasks.base import NUMBER_WORDS

_SINGULAR = {plural: name for name, plural in PLURALS.items()} | {name: name for name in NAMES}
_OBJECT = re.compile(r"(?:\b(an?|" + "|".join(NUMBER_WORDS) + r") )?(" + "|".join(COLOUR_NAMES) + r") (" + "|".join(sorted(_SINGULAR, key=len, reverse=True)) + r")\b")


def score(turn, given):
    """{score name: value} of an answer to a turn of the generator."""
    given = given.strip()
    exact = float(given == turn.answer.strip())
    if turn.kind == "describe":
        want, got = turn.facts["objects"], objects(given)
        return {"objects": float(want.keys() == got.keys()), "objects and counts": float(want == got), "exact": exact}
    if turn.kind == "count":
        number = re.search(r"\d+", given)
        said = int(number.group()) if number else 0 if re.search(r"\bno\b", given) else None
        return {"right": float(said == turn.facts)}
    if turn.kind == "detect":
        return boxes(turn.facts, parsed(given))
    if turn.kind == "json":
        return fields(turn.facts, parsed(given)) | {"exact": exact}
    if turn.kind in ("field", "read") and turn.short:
        return {"right": float(given == turn.answer or given.rstrip(".") == turn.short or f" {turn.short}." in given)}
    return {"right": exact}


def objects(text):
    """{"red circle": 2} of a description."""
    found = {}
    for count, colour, shape in _OBJECT.findall(text):
        name = f"{colour} {_SINGULAR[shape]}"
        found[name] = found.get(name, 0) + (NUMBER_WORDS.index(count) if count in NUMBER_WORDS else 1)
    return found


def parsed(text):
    """The JSON value in an answer, fenced or not; None if there is none."""
    text = re.sub(r"^```(?:json)?\s*|\s*```$", "", text.strip())
    try:
        return json.loads(text)
    except ValueError:
        return None


def overlap(a, b):
    """Intersection over union of two boxes [x1, y1, x2, y2]."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    inside = max(0, width) * max(0, height)
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inside
    return inside / area if area > 0 else 0.0


def boxes(want, got):
    """Share of wanted objects with a box of the same label at IoU >= 0.5, and share of answers without a wrong or missing box."""
    left = [g for g in got or [] if isinstance(g, dict) and isinstance(g.get("bbox_2d"), list) and len(g["bbox_2d"]) == 4]
    hits = 0
    for w in want:
        best = max((g for g in left if g.get("label") == w["label"]), key=lambda g: overlap(w["bbox_2d"], g["bbox_2d"]), default=None)
        if best and overlap(w["bbox_2d"], best["bbox_2d"]) >= 0.5:
            hits += 1
            left.remove(best)
    clean = float(got is not None and hits == len(want) and not left)
    return ({"found at IoU 0.5": hits / len(want)} if want else {}) | {"all right": clean}


def fields(want, got):
    """Share of right values: of a JSON object's keys, or of the items of a list."""
    if isinstance(want, dict):
        got = got if isinstance(got, dict) else {}
        return {"fields": sum(k in got and got[k] == v for k, v in want.items()) / len(want)}
    got = got if isinstance(got, list) else []
    pairs = [(w, got[i] if i < len(got) and isinstance(got[i], dict) else {}) for i, w in enumerate(want)]
    total = sum(len(w) for w, _ in pairs)
    return {"fields": sum(k in g and g[k] == v for w, g in pairs for k, v in w.items()) / total}
