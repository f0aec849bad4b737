"""Packing pictures and chats into flat arrays of fixed size, so that every training step has the same shapes."""
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .geometry import WINDOW
from .tokens import SYSTEM

CHARS = {chr(c): c - 31 for c in range(33, 127)} | {"€": 96, "£": 97}      # 0: none
CHAR_CLASSES, CHAR_SLOTS = 98, 3                                          # characters per 14 x 14 patch, left to right
LONGEST_FRAME, LONGEST_SEQUENCE = 1024, 768                               # patches of one picture; tokens of one chat
SYSTEMS = ["You are a helpful assistant that can see.", "You are Belvedere Mini.", "Answer briefly.", "You are a vision assistant.", "You read documents.", "",
           "You are a careful assistant. Answer only from the image.", "You are a precise OCR engine.", "Extract data from images.", "You are an AI assistant.",
           "You answer questions about images.", "Be concise."]


@dataclass(frozen=True)
class Layout:
    """How many of everything fit into one batch, and where each array lies in the batch's bytes."""
    patches: int = 65536
    tokens: int = 106496
    answers: int = 36864
    windows: int = 4096
    frames: int = 768
    sequences: int = 1536

    @staticmethod
    def scaled(patches):
        """The default proportions at another number of patches."""
        base = Layout()
        part = patches / base.patches
        return Layout(*(max(64, int(n * part)) // 64 * 64 for n in (base.patches, base.tokens, base.answers)), *(max(48, int(n * part)) for n in (base.windows, base.frames, base.sequences)))

    def fields(self):
        n, t, a = self.patches, self.tokens, self.answers
        return {
            "pixels": (np.uint8, (n, 588)),                     # channel, y, x of one patch; both frames of a still are equal
            "noise": (np.float16, (n,)),                        # standard deviation to add, in normalised units
            "places": (np.uint8, (n, 2)),                       # row and column of the patch
            "hints": (np.uint8, (n, CHAR_SLOTS + 2)),           # characters, shape, colour
            "windows": (np.int32, (self.windows + 1,)), "frames": (np.int32, (self.frames + 1,)),
            "ids": (np.int32, (t,)), "positions": (np.int16, (t, 3)), "cells": (np.int32, (t,)),     # cells: row of the image features, -1 for text
            "sequences": (np.int32, (self.sequences + 1,)),
            "answer_at": (np.int32, (a,)), "answer_id": (np.int32, (a,)), "answer_weight": (np.float16, (a,)), "answer_turn": (np.int32, (a,)),
            "counts": (np.int32, (4,)),                         # pictures, turns, tokens, answer tokens
        }

    def offsets(self):
        place, out = 0, {}
        for name, (dtype, shape) in self.fields().items():
            out[name] = (place, dtype, shape)
            place += (np.dtype(dtype).itemsize * math.prod(shape) + 255) // 256 * 256
        return out, place

    @property
    def size(self):
        return self.offsets()[1]

    def views(self, buffer):
        """Named numpy views of a batch's bytes."""
        return {name: np.frombuffer(buffer, dtype, math.prod(shape), place).reshape(shape) for name, (place, dtype, shape) in self.offsets()[0].items()}


@lru_cache(maxsize=None)
def window_order(rows, columns):
    """(cells of a rows x columns picture in window order, the inverse permutation, patches per window)."""
    order, lengths = [], []
    for wy in range(0, rows, WINDOW):
        for wx in range(0, columns, WINDOW):
            cells = [y * columns + x for y in range(wy, min(wy + WINDOW, rows)) for x in range(wx, min(wx + WINDOW, columns))]
            order += cells
            lengths.append(4 * len(cells))
    order = np.array(order)
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return order, inverse, lengths


@lru_cache(maxsize=None)
def patch_places(rows, columns):
    """Patch rows and columns in window order, [patches, 2], and the raster patch index of each, [patches]."""
    order, _, _ = window_order(rows, columns)
    y, x = order // columns, order % columns
    places = np.stack([np.stack([2 * y + dy, 2 * x + dx], -1) for dy in (0, 1) for dx in (0, 1)], 1).reshape(-1, 2)
    return places.astype(np.uint8), places[:, 0] * 2 * columns + places[:, 1]


def patchify(image):
    """A picture with sides divisible by 28 as patches in window order: uint8 [patches, 588]."""
    pixels = np.asarray(image)
    rows, columns = pixels.shape[0] // 28, pixels.shape[1] // 28
    blocks = pixels.reshape(rows, 2, 14, columns, 2, 14, 3).transpose(0, 3, 1, 4, 6, 2, 5).reshape(rows * columns, 4 * 588)
    return blocks[window_order(rows, columns)[0]].reshape(-1, 588)


def hints(canvas, rows, columns):
    """Targets of the auxiliary losses in raster patch order: uint8 [patches, slots + 2]."""
    out = np.zeros((rows * 2, columns * 2, CHAR_SLOTS + 2), np.uint8)
    for shape, colour, (x1, y1, x2, y2) in canvas.regions:
        out[math.ceil(y1 / 14 - .5):math.floor(y2 / 14 + .5), math.ceil(x1 / 14 - .5):math.floor(x2 / 14 + .5), CHAR_SLOTS:] = (shape + 1, colour + 1)
    out = out.reshape(-1, CHAR_SLOTS + 2)
    if canvas.glyphs:
        code = np.array([CHARS.get(c, 0) for c, _, _ in canvas.glyphs])
        spot = np.array([(x, y) for _, x, y in canvas.glyphs])
        inside = (code > 0) & (spot >= 0).all(1) & (spot[:, 0] < canvas.width) & (spot[:, 1] < canvas.height)
        code, spot = code[inside], spot[inside]
        patch = (spot[:, 1] // 14).astype(int) * 2 * columns + (spot[:, 0] // 14).astype(int)
        by = np.lexsort((spot[:, 0], patch))
        patch, code = patch[by], code[by]
        rank = np.arange(len(patch)) - np.searchsorted(patch, patch)
        keep = rank < CHAR_SLOTS
        out[patch[keep], rank[keep]] = code[keep]
    return out


class Packer:
    """Fills one batch. `add` returns False when the picture does not fit any more."""

    def __init__(self, layout, tokens, views):
        self.layout, self.tokens, self.v = layout, tokens, views
        self.patch = self.token = self.answer = self.turn = self.pictures = 0
        self.windows, self.frames, self.sequences = [0], [0], [0]
        self.turns = []                 # (kind, is first turn, question, answer) of every turn, for evaluation

    def add(self, canvas, chats, sigma, text_first, system):
        """chats: lists of turns about the picture (`canvas` None: no picture)."""
        rows, columns = (canvas.image.height // 28, canvas.image.width // 28) if canvas else (0, 0)
        cells = rows * columns
        built = [self._chat(turns, cells, text_first, system) for turns in chats]
        lay = self.layout
        if (self.patch + 4 * cells > lay.patches or self.token + sum(len(b[0]) for b in built) > lay.tokens or self.answer + sum(len(b[1]) for b in built) > lay.answers
                or len(self.windows) + 24 > lay.windows or len(self.frames) + 1 > lay.frames or len(self.sequences) + len(built) > lay.sequences):
            return False
        first_cell = self.patch // 4
        if canvas:
            self._picture(canvas, rows, columns, sigma)
        for (ids, answers), turns in zip(built, chats):
            self._sequence(ids, answers, turns, rows, columns, first_cell)
        self.pictures += 1
        return True

    def _picture(self, canvas, rows, columns, sigma):
        n = 4 * rows * columns
        part = slice(self.patch, self.patch + n)
        places, raster = patch_places(rows, columns)
        if canvas.packed is None:
            canvas.packed = patchify(canvas.image), hints(canvas, rows, columns)[raster]
        self.v["pixels"][part], self.v["hints"][part] = canvas.packed
        self.v["noise"][part] = sigma
        self.v["places"][part] = places
        for length in window_order(rows, columns)[2]:
            self.windows.append(self.windows[-1] + length)
        self.patch += n
        self.frames.append(self.patch)

    def _chat(self, turns, cells, text_first, system):
        """(token ids, [(index of an answer token, turn number)]) of a chat."""
        t = self.tokens
        ids, answers = t.system(system), []
        for number, turn in enumerate(turns):
            question = list(t.text(turn.question))
            if number == 0:
                picture = t.picture(cells) if cells else []
                ids += t.user + (question + picture if text_first else picture + question)
            else:
                ids += t.next_user + question
            ids += t.assistant
            answer = [*t.text(turn.answer), t.im_end]
            answers += [(len(ids) + i, number) for i in range(len(answer))]
            ids += answer
        return ids, answers

    def _sequence(self, ids, answers, turns, rows, columns, first_cell):
        start, n = self.token, len(ids)
        array = np.array(ids, np.int32)
        place, cell = np.empty((n, 3), np.int16), np.full(n, -1, np.int32)
        if rows:
            begin, count = ids.index(self.tokens.image), rows * columns
            raster = np.arange(count)
            place[:begin] = np.arange(begin)[:, None]
            place[begin:begin + count] = np.stack([np.full(count, begin), begin + raster // columns, begin + raster % columns], -1)
            place[begin + count:] = (begin + max(rows, columns) + np.arange(n - begin - count))[:, None]
            cell[begin:begin + count] = first_cell + window_order(rows, columns)[1]
        else:
            place[:] = np.arange(n)[:, None]
        part = slice(start, start + n)
        self.v["ids"][part], self.v["positions"][part], self.v["cells"][part] = array, place, cell
        a = slice(self.answer, self.answer + len(answers))
        at = np.array([i for i, _ in answers])
        self.v["answer_at"][a] = start + at - 1
        self.v["answer_id"][a] = array[at]
        self.v["answer_weight"][a] = 1
        self.v["answer_turn"][a] = self.turn + np.array([k for _, k in answers])
        self.turns += [(turn, number == 0) for number, turn in enumerate(turns)]
        self.turn += len(turns)
        self.answer += len(answers)
        self.token += n
        self.sequences.append(self.token)

    def finish(self):
        """Pads with segments of their own, so that every row belongs to exactly one segment."""
        v, lay = self.v, self.layout
        v["counts"][:] = (self.pictures, self.turn, self.token, self.answer)
        for name in ("noise", "places", "hints"):
            v[name][self.patch:] = 0
        v["ids"][self.token:] = self.tokens.end_of_text
        v["positions"][self.token:] = 0
        v["cells"][self.token:] = -1
        v["answer_at"][self.answer:] = 0
        v["answer_id"][self.answer:] = 0
        v["answer_weight"][self.answer:] = 0
        v["answer_turn"][self.answer:] = -1
        for name, bounds, end, longest in (("windows", self.windows, lay.patches, 64), ("frames", self.frames, lay.patches, LONGEST_FRAME),
                                           ("sequences", self.sequences, lay.tokens, LONGEST_SEQUENCE)):
            out = v[name]
            padded = bounds + list(range(bounds[-1] + longest, end, longest))
            assert len(padded) < len(out), (name, len(padded), len(out))
            out[:len(padded)] = padded
            out[len(padded):] = end


def converse(rng, picture, tokens, room=110, longest=280):
    """A chat of one or several turns about the picture that takes about `room` tokens."""
    turns, used, asked = [], 0, set()
    for _ in range(12):
        ask = picture.headline if not turns and rng.random() < 0.4 else picture.ask
        turn = ask(rng)
        if turn is None or turn.question in asked or (turn.kind, turn.answer) in asked:
            continue
        cost = len(tokens.text(turn.question)) + len(tokens.text(turn.answer))
        if cost > longest or (turns and used + cost > room):
            if turns:
                break
            continue
        asked |= {turn.question, (turn.kind, turn.answer)}
        turns.append(turn)
        used += cost + 8
        if used > room * 0.8 or picture.canvas is None and rng.random() < 0.6:
            break
    return turns


class Pool:
    """Pictures that come around more than once, each time with other questions and noise: drawing is the dearest part."""

    def __init__(self, rng, split, draw, uses=lambda task: 1, size=1):
        self.rng, self.split, self.draw, self.uses, self.size, self.waiting = rng, split, draw, uses, size, []

    def next(self):
        while len(self.waiting) < self.size:
            task, picture = self.draw(self.rng, self.split)
            self.waiting.append([self.uses(task), picture])
        at = self.rng.randrange(len(self.waiting))
        entry = self.waiting[at]
        entry[0] -= 1
        if entry[0] <= 0:
            self.waiting[at] = self.waiting[-1]
            self.waiting.pop()
        return entry[1]


def pack(rng, layout, tokens, views, pool, spare):
    """Fills `views` with a batch of random pictures; `spare` (a list) carries the picture that did not fit over to the next batch."""
    packer = Packer(layout, tokens, views)
    while True:
        if not spare:
            picture = pool.next()
            cells = picture.canvas.image.width * picture.canvas.image.height // 784 if picture.canvas else 0
            text_first = cells > 0 and rng.random() < 0.12
            chats = [c for c in (converse(rng, picture, tokens) for _ in range(3 if cells <= 80 else 2)) if c]
            sigma = rng.uniform(0.02, 0.25) if rng.random() < 0.35 else 0.0
            system = SYSTEM if rng.random() < 0.85 else rng.choice(SYSTEMS)
            spare.append((picture.canvas, chats, sigma, text_first, system))
        if not packer.add(*spare[0]):
            packer.finish()
            return packer
        spare.pop()
