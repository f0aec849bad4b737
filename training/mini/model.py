"""Qwen2.5-VL for training: packed sequences, fused projections, auxiliary heads.

The mathematics is that of transformers' Qwen2_5_VLForConditionalGeneration (RMSNorm, rotary embeddings, windowed vision attention,
SwiGLU, patch merger, M-RoPE); `export.py` maps the weights to its names."""
import torch
import torch.nn.functional as F
from torch import nn

from .batch import CHAR_CLASSES, CHAR_SLOTS, LONGEST_FRAME, LONGEST_SEQUENCE
from .draw.shapes import COLOUR_NAMES, NAMES
from .geometry import EPS, MEAN, STD, Geometry

HINT_CLASSES = [CHAR_CLASSES] * CHAR_SLOTS + [len(NAMES) + 1, len(COLOUR_NAMES) + 1]


def attend(q, k, v, bounds, longest, causal):
    """Attention inside each segment bounds[i]..bounds[i+1]; q, k, v [tokens, heads, dim]; every token lies in one segment."""
    if q.is_cuda:
        return torch.ops.aten._flash_attention_forward(q, k, v, bounds, bounds, longest, longest, 0.0, causal, False)[0]
    out = torch.empty_like(q)
    edges = bounds.tolist()
    for a, b in zip(edges, edges[1:]):
        if b > a:
            part = F.scaled_dot_product_attention(*(x[a:b].transpose(0, 1)[None] for x in (q, k, v)), is_causal=causal)
            out[a:b] = part[0].transpose(0, 1)
    return out


def rotate(x, cos, sin):
    """Rotary embedding, half-split pairs; x [tokens, heads, dim], cos and sin [tokens, dim / 2]."""
    a, b = x.float().chunk(2, -1)
    cos, sin = cos[:, None], sin[:, None]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1).to(x.dtype)


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x, x.shape[-1:], self.weight, EPS)


def linear(inputs, outputs, bias=True, split=None, zero=False):
    """A linear layer; `split` names the row groups that the optimiser treats as matrices of their own."""
    layer = nn.Linear(inputs, outputs, bias=bias)
    nn.init.zeros_(layer.weight) if zero else nn.init.normal_(layer.weight, std=inputs ** -0.5)
    if bias:
        nn.init.zeros_(layer.bias)
    layer.weight.rows = split or [outputs]
    return layer


class Block(nn.Module):
    """A transformer block of either tower."""

    def __init__(self, width, heads, kv_heads, inner, text):
        super().__init__()
        self.heads, self.kv_heads, self.dim, self.causal = heads, kv_heads, width // heads, text
        rows = [width, kv_heads * self.dim, kv_heads * self.dim]
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv = linear(width, sum(rows), split=rows)
        self.out = linear(width, width, bias=not text, zero=True)
        self.gate_up = linear(width, 2 * inner, bias=not text, split=[inner, inner])
        self.down = linear(inner, width, bias=not text, zero=True)

    def forward(self, x, cos, sin, bounds, longest: int):
        q, k, v = self.qkv(self.norm1(x)).view(len(x), -1, self.dim).split([self.heads, self.kv_heads, self.kv_heads], 1)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if self.kv_heads != self.heads:
            k, v = (t.repeat_interleave(self.heads // self.kv_heads, 1) for t in (k, v))
        mixed = attend(q.contiguous(), k.contiguous(), v.contiguous(), bounds, longest, self.causal)
        x = x + self.out(mixed.reshape(len(x), -1))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Vision(nn.Module):
    """Patches in window order -> one vector per 2 x 2 cell, in the same order."""

    def __init__(self, g: Geometry):
        super().__init__()
        self.g = g
        self.patch = linear(588, g.vision_hidden, bias=False)
        self.blocks = nn.ModuleList(Block(g.vision_hidden, g.vision_heads, g.vision_heads, g.vision_inner, False) for _ in range(g.vision_layers))
        self.norm = Norm(g.vision_hidden)
        self.merge1 = linear(4 * g.vision_hidden, 4 * g.vision_hidden)
        self.merge2 = linear(4 * g.vision_hidden, g.hidden)
        pixels = torch.tensor([MEAN, STD]).repeat_interleave(196, 1) * 255
        self.register_buffer("mean", pixels[0], persistent=False)
        self.register_buffer("std", pixels[1], persistent=False)
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(g.vision_head // 4).float() / (g.vision_head // 4)), persistent=False)

    def forward(self, pixels, noise, places, windows, frames):
        x = (pixels.float() - self.mean) / self.std
        if noise is not None:
            x = x + torch.randn_like(x) * noise.float()[:, None]
        x = self.patch(x).float()
        angles = (places.float()[:, :, None] * self.frequencies).flatten(1)
        cos, sin = angles.cos(), angles.sin()
        for index, block in enumerate(self.blocks):
            full = index in self.g.full_blocks
            x = block(x, cos, sin, frames if full else windows, LONGEST_FRAME if full else 64)
        x = self.norm(x).reshape(len(x) // 4, -1)
        return self.merge2(F.gelu(self.merge1(x)))


class Mini(nn.Module):
    def __init__(self, g: Geometry):
        super().__init__()
        self.g = g
        self.vision = Vision(g)
        self.embed = nn.Embedding(g.vocab, g.hidden)
        nn.init.normal_(self.embed.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(g.hidden, g.heads, g.kv_heads, g.inner, True) for _ in range(g.layers))
        self.norm = Norm(g.hidden)
        self.hint = nn.Linear(g.hidden, 4 * sum(HINT_CLASSES))
        half = g.head // 2
        axis = torch.repeat_interleave(torch.arange(3), torch.tensor(g.mrope))
        self.register_buffer("axis", axis, persistent=False)
        self.register_buffer("frequencies", g.rope_theta ** (-torch.arange(half).float() / half), persistent=False)

    def see(self, b):
        return self.vision(b["pixels"], b.get("noise"), b["places"], b["windows"], b["frames"])

    def read(self, features, b):
        """Final hidden states of every token."""
        cells = b["cells"]
        own = self.embed(b["ids"])
        spread = torch.arange(len(cells), device=cells.device) % max(1, len(features))      # text rows gather something harmless
        image = features.float().index_select(0, torch.where(cells < 0, spread, cells))
        x = torch.where(cells[:, None] < 0, own, image)
        angles = b["positions"].float().index_select(1, self.axis) * self.frequencies
        cos, sin = angles.cos(), angles.sin()
        for block in self.blocks:
            x = block(x, cos, sin, b["sequences"], LONGEST_SEQUENCE)
        return self.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.embed.weight)

    def losses(self, b):
        """(answer loss, auxiliary loss, right answer tokens [answers])."""
        features = self.see(b)
        hidden = self.read(features, b)
        logits = self.logits(hidden.index_select(0, b["answer_at"])).float()
        weight, target = b["answer_weight"].float(), b["answer_id"].long()
        each = F.cross_entropy(logits, target, reduction="none")
        answer = (each * weight).sum() / weight.sum().clamp(min=1)
        right = logits.detach().argmax(-1) == target
        return answer, self.hint_loss(features, b["hints"]), right

    def hint_loss(self, features, hints):
        guesses = self.hint(features).view(len(hints), -1).split(HINT_CLASSES, -1)
        total = 0.0
        for column, guess in enumerate(guesses):
            target = hints[:, column].long()
            each = F.cross_entropy(guess.float(), target, reduction="none")
            something = (target > 0).float()
            total = total + (each * something).sum() / something.sum().clamp(min=1) + (each * (1 - something)).mean()
        return total / len(HINT_CLASSES)
