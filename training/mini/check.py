"""A quick check during training: how many first answers would come out right word for word?

Greedy decoding gives the right answer exactly if every answer token is the most likely one after the right tokens before it, so one
forward pass over held-out pictures (other seeds, fonts and wordings) is enough."""
import collections
import random

import torch

from . import batch
from .feed import views
from .tasks import curriculum


def held_out(layout, tokens, batches, seed=99):
    """[(bytes, turns)] of held-out batches."""
    rng, out, spare = random.Random(seed), [], []
    pool = batch.Pool(rng, "held", curriculum.make)
    for _ in range(batches):
        buffer = bytearray(layout.size)
        packer = batch.pack(rng, layout, tokens, layout.views(buffer), pool, spare)
        out.append((torch.frombuffer(buffer, dtype=torch.uint8), packer.turns))
    return out


@torch.no_grad()
def exact(model, tests, fields, device, autocast):
    """{kind: "right/asked"} over first turns, and the share over all kinds."""
    good, seen = collections.Counter(), collections.Counter()
    for data, turns in tests:
        b = {name: t for name, t in views(data.to(device), fields).items() if name != "noise"}
        with autocast():
            right = model.losses(b)[2].cpu()
        turn = b["answer_turn"].cpu()
        wrong = set(turn[~right & (turn >= 0)].tolist())
        for number, (t, first) in enumerate(turns):
            if first:
                seen[t.kind] += 1
                good[t.kind] += number not in wrong
    return {kind: f"{good[kind]}/{seen[kind]}" for kind in sorted(seen)}, round(sum(good.values()) / max(1, sum(seen.values())), 4)
