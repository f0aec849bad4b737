"""Checkpoints: the whole state for resuming on the same machine, and bare half-precision weights in small pieces to carry elsewhere."""
import glob
import json
import os

import torch

PIECE = 15 << 20


def save_state(path, **state):
    torch.save(state, path + ".new")
    os.replace(path + ".new", path)


def save_weights(folder, weights, geometry, progress):
    """Weights as float16 in pieces of at most 15 MiB (weights-0.pt ...), geometry and progress in weights.json."""
    os.makedirs(folder, exist_ok=True)
    pieces, size = [{}], 0
    for name, tensor in weights.items():
        half = tensor.detach().to("cpu", torch.float16).clone()
        if size + half.nbytes > PIECE and pieces[-1]:
            pieces.append({})
            size = 0
        pieces[-1][name] = half
        size += half.nbytes
    for number, piece in enumerate(pieces):
        torch.save(piece, os.path.join(folder, f"weights-{number}.pt"))
    with open(os.path.join(folder, "weights.json"), "w", encoding="utf-8") as out:
        json.dump({"geometry": geometry.as_dict(), "progress": progress}, out, indent=1)


def load_weights(folder):
    """(weights by name in float32, {"geometry", "progress"})."""
    weights = {}
    for path in sorted(glob.glob(os.path.join(folder, "weights-*.pt"))):
        weights |= {name: t.float() for name, t in torch.load(path, weights_only=True).items()}
    with open(os.path.join(folder, "weights.json"), encoding="utf-8") as text:
        return weights, json.load(text)
