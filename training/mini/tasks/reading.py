"""Words, numbers, dates, codes and short texts in many fonts, colours and angles."""
import json

from ..draw import damage, fonts, shapes
from ..draw.canvas import Canvas
from . import words
from .base import Picture, Turn, several
from .phrases import brevity, phrase
from .scene import BACKGROUNDS, CLASHES

ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
KINDS = {"word": words.word, "number": lambda rng, split: words.number(rng), "date": lambda rng, split: words.date(rng), "code": lambda rng, split: words.code(rng)}


def _palette(rng):
    """A background name and a text colour name that can be told apart."""
    if rng.random() < 0.45:
        return "white", "black"
    background = rng.choice(list(BACKGROUNDS))
    dark = sum(BACKGROUNDS[background]) < 330
    barred = CLASHES[background] | ({"purple", "brown", "blue", "black", "green", "red"} if dark else {"white", "yellow", "pink"})
    return background, rng.choice([c for c in shapes.COLOUR_NAMES if c not in barred])


def _blank(rng, width, height, background):
    base = tuple(min(255, max(0, v + rng.randint(-6, 6))) for v in BACKGROUNDS[background])
    canvas = Canvas(width, height, base)
    dice = rng.random()
    if dice < 0.12:
        canvas.image.paste(damage.gradient(rng, width, height, base, tuple(min(255, max(0, v + rng.randint(-25, 25))) for v in base)))
    elif dice < 0.24:
        canvas.image.paste(damage.paper(rng, width, height, base))
    return canvas


def draw_one(rng, split, width, height):
    """A single word, number, date or code."""
    kind = rng.choices(list(KINDS), (6, 3, 2, 2))[0]
    text = KINDS[kind](rng, split)
    background, colour = _palette(rng)
    canvas = _blank(rng, width, height, background)
    room = width * rng.uniform(0.5, 0.94)
    path = rng.choice(fonts.paths(split))
    face = fonts.fit(path, text, room, min(height * 0.5, rng.uniform(12, 80)))
    ink = shapes.tint(rng, colour)
    wide, tall = face.width(text), face.ascent + face.descent
    x, y = rng.uniform(3, max(3, width - wide - 3)), rng.uniform(2, max(2, height - tall - 2))
    if rng.random() < 0.35:
        angle = rng.uniform(-13, 13)
        if wide * abs(angle) / 57 + tall < height - 4 and wide < width - 8:
            low = (wide * abs(angle) / 57 + tall) / 2
            box = canvas.write_rotated(x + wide / 2, rng.uniform(low, max(low, height - low)), text, face, ink, angle)
        else:
            box = canvas.write(x, y + face.ascent, text, face, ink)
    else:
        box = canvas.write(x, y + face.ascent, text, face, ink)
    canvas.image = damage.wear(rng, canvas.image)
    text = text.strip()
    noun = {"word": "word", "number": "number", "date": "date", "code": "code"}[kind]

    def describe(r):
        return Turn("describe_text", phrase(r, split, "describe"), f'The image shows the {noun} "{text}" in {colour} on a {background} background.')

    def read(r):
        return Turn("read", phrase(r, split, "read" if r.random() < 0.5 else f"read_{kind}"), text)

    def hue(r):
        turn = Turn("text_colour", phrase(r, split, "text_colour"), f"The text is {colour}.", colour)
        return _brief(r, split, turn, "word")

    def ground(r):
        return Turn("background", phrase(r, split, "background"), f"The background is {background}.", background)

    def find(r):
        return Turn("find_text", phrase(r, split, "find_word", word=text) if r.random() < 0.5 else phrase(r, split, "find_text"),
                    json.dumps([{"bbox_2d": box, "text_content": text}], ensure_ascii=False), facts=[{"bbox_2d": box, "text_content": text}])

    def has(r):
        return _has_word(r, split, [text])

    return Picture(canvas, read, [(3, describe), (12, read), (1, hue), (0.5, ground), (1.5, find), (2, has), (0.7, no_shapes(split))])


def draw_lines(rng, split, width, height):
    """Several words or lines of text."""
    background, colour = _palette(rng)
    canvas = _blank(rng, width, height, background)
    ink = shapes.tint(rng, colour)
    size = rng.randint(15, max(16, min(34, height // 5)))
    face = fonts.face(rng.choice(fonts.paths(split)), size)
    step = int(size * rng.uniform(1.15, 1.6))
    count = rng.randint(1, max(1, min(7, (height - 8) // step)))
    centred = rng.random() < 0.3
    lines, boxes, y = [], [], rng.randint(0, max(0, height - 6 - count * step)) + face.height + 3
    left = rng.randint(4, max(5, width // 10))
    for _ in range(count):
        line = _line(rng, split, face, width - left - 6)
        if not line:
            break
        write = canvas.write_centred if centred else canvas.write
        boxes.append(write(width / 2 if centred else left, y, line, face, ink))
        lines.append(line)
        y += step
    if not lines:
        return draw_one(rng, split, width, height)
    if rng.random() < 0.2:
        canvas.tilt(rng.uniform(-2.5, 2.5), canvas.background)
        boxes = None
    canvas.image = damage.wear(rng, canvas.image)
    everything = [w for line in lines for w in line.split(" ")]

    def read(r):
        return Turn("read_lines", phrase(r, split, "read"), "\n".join(lines))

    def describe(r):
        n = len(lines)
        start = "The image shows the text" if n == 1 else f"The image shows {n} lines of text:"
        return Turn("describe_text", phrase(r, split, "describe"), start + " " + several(f'"{line}"' for line in lines) + ".")

    def one(r):
        n = r.randint(1, min(8, len(lines) + 1))
        question = phrase(r, split, "read_line", nth=ORDINALS[n - 1], n=n)
        if n > len(lines):
            return Turn("absent", question, f"There is no {ORDINALS[n - 1]} line: the text has {len(lines)} line{'s' if len(lines) > 1 else ''}.")
        return Turn("read_line", question, lines[n - 1])

    def find(r):
        if boxes is None or len(lines) > 3:
            return None
        found = [{"bbox_2d": b, "text_content": t} for b, t in zip(boxes, lines)]
        return Turn("find_text", phrase(r, split, "find_text"), json.dumps(found, ensure_ascii=False), facts=found)

    def has(r):
        return _has_word(r, split, everything)

    def number(r):
        n = len(everything)
        return Turn("text_count", phrase(r, split, "text_count"), f"There {'is' if n == 1 else 'are'} {n} word{'' if n == 1 else 's'}.", facts=n) if n <= 8 else None

    return Picture(canvas, read, [(2, describe), (10, read), (3, one), (1, find), (2, has), (0.5, number), (0.5, no_shapes(split))])


def _line(rng, split, face, room):
    """A few words or a value that fit into `room` pixels."""
    dice = rng.random()
    if dice < 0.2:
        line = rng.choice((words.number, words.date, words.code, words.phone, words.time))(rng)
    else:
        line = " ".join(words.word(rng, split) if i == 0 else rng.choice(words.lexicon(split)) if rng.random() < .8 else words.invented(rng) for i in range(rng.randint(1, 4)))
        if rng.random() < 0.15:
            line += rng.choice(".!?,:")
    while line and face.width(line) > room:
        line = line[:line.rfind(" ")] if " " in line else line[:-1]
    return line.strip()


def _has_word(rng, split, present):
    options = [w for w in present if w.isalpha()]
    if options and rng.random() < 0.5:
        asked, yes = rng.choice(options), True
    else:
        asked = words.word(rng, split)
        if any(asked.lower() in w.lower() or w.lower() in asked.lower() for w in present):
            return None
        yes = False
    answer = f'Yes, the image contains the word "{asked}".' if yes else f'No, the word "{asked}" is not in the image.'
    return _brief(rng, split, Turn("has_word", phrase(rng, split, "has_word", word=asked), answer, "Yes" if yes else "No"), "yes")


def _brief(rng, split, turn, style):
    if rng.random() < 0.2:
        return turn._replace(question=turn.question + brevity(rng, split, style), answer=turn.short)
    return turn


def no_shapes(split):
    """An asker of shape questions about pictures that hold text only."""
    def ask(rng):
        colour, shape = rng.choice(shapes.COLOUR_NAMES), rng.choice(shapes.NAMES)
        name = f"{colour} {shape}" if rng.random() < 0.6 else shape
        dice = rng.random()
        if dice < 0.4:
            return Turn("exists", phrase(rng, split, "exists", object=("an " if name[0] in "aeiou" else "a ") + name), f"No, there is no {name} in the image.", "No")
        if dice < 0.7:
            return Turn("absent", phrase(rng, split, "colour", shape=shape), f"There is no {shape} in the image.")
        things = name + ("es" if name.endswith("cross") else "" if name.endswith("fish") else "s")
        if dice < 0.85:
            return Turn("detect", phrase(rng, split, "locate", things=things), "[]", facts=[])
        return Turn("count", phrase(rng, split, "count", things=things), f"There are no {things} in the image.", "0", facts=0)
    return ask
