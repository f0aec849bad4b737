"""Muon (orthogonalised momentum; Jordan et al. 2024) for matrices, AdamW for the rest."""
from collections import defaultdict

import torch


def orthogonalise(m, steps=5):
    """The nearest semi-orthogonal matrices by a quintic Newton-Schulz iteration; m [n, rows, columns]."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = m.shape[1] > m.shape[2]
    x = m.bfloat16() if m.is_cuda else m
    x = x.mT if tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).to(m.dtype)


class Muon:
    """Matrices of one shape are updated together. A parameter's attribute `rows` splits fused projections."""

    def __init__(self, parameters, momentum=0.95):
        self.momentum, self.groups, self.buffers = momentum, defaultdict(list), {}
        for p in parameters:
            start = 0
            for n in p.rows:
                self.groups[(n, p.shape[1])].append((p, slice(start, start + n)))
                start += n

    @torch.no_grad()
    def step(self, rate, decay):
        for shape, parts in self.groups.items():
            gradient = torch.stack([p.grad[rows] for p, rows in parts])
            buffer = self.buffers.setdefault(shape, torch.zeros_like(gradient))
            buffer.lerp_(gradient, 1 - self.momentum)
            update = orthogonalise(gradient.lerp_(buffer, self.momentum))
            size = rate * max(1.0, shape[0] / shape[1]) ** 0.5
            views = [p[rows] for p, rows in parts]
            if decay:
                torch._foreach_mul_(views, 1 - rate * decay)
            torch._foreach_add_(views, list(update.unbind(0)), alpha=-size)


class Optimizer:
    """rates: multiplied by the schedule's factor in every step."""

    def __init__(self, model, muon_rate=0.02, adam_rate=2e-3, decay=0.02):
        self.muon_rate, self.adam_rate, self.decay = muon_rate, adam_rate, decay
        matrices = [p for p in model.parameters() if hasattr(p, "rows") and p is not model.vision.patch.weight]
        chosen = set(map(id, matrices))
        self.muon = Muon(matrices)
        rest = [p for p in model.parameters() if id(p) not in chosen]
        self.adam = torch.optim.AdamW(rest, lr=adam_rate, betas=(0.9, 0.97), weight_decay=0.0, fused=rest[0].is_cuda)

    def step(self, factor):
        self.muon.step(self.muon_rate * factor, self.decay)
        for group in self.adam.param_groups:
            group["lr"] = self.adam_rate * factor
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        for parts in self.muon.groups.values():
            for p, _ in parts:
                p.grad = None

    def state(self):
        return {"muon": self.muon.buffers, "adam": self.adam.state_dict()}

    def load(self, state):
        self.muon.buffers = state["muon"]
        self.adam.load_state_dict(state["adam"])
