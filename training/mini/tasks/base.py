"""Shared vocabulary of the tasks."""
from dataclasses import dataclass, field
from typing import Callable, NamedTuple


class Turn(NamedTuple):
    """A question and its one right answer. `short` is the bare value, for questions that demand it."""
    kind: str
    question: str
    answer: str
    short: str | None = None
    facts: object = None      # what an evaluator compares, where text equality is too strict


@dataclass
class Picture:
    """A drawn picture with everything one can ask about it."""
    canvas: object                         # draw.canvas.Canvas, or None for text-only talk
    headline: Callable                     # rng -> Turn, the most practised question
    askers: list = field(default_factory=list)     # [(weight, rng -> Turn | None)]

    def ask(self, rng):
        """A random question; None if the drawn asker has nothing to ask here."""
        weights = [w for w, _ in self.askers]
        return rng.choices(self.askers, weights)[0][1](rng)


def several(items, conjunction="and"):
    """["a", "b", "c"] -> "a, b and c"."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {conjunction} " + items[-1]


def article(noun):
    return ("an " if noun[0] in "aeiouAEIOU" else "a ") + noun


NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
