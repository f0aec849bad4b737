"""The model's sizes. Rows are multiples of 32 (Q8_0 blocks); full attention in every third vision block (llama.cpp's n_wa_pattern)."""
from dataclasses import asdict, dataclass

PATCH, MERGE, WINDOW = 14, 2, 4         # pixels; patches per cell side; cells per window side (112 pixels)
MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)
EPS = 1e-6


@dataclass(frozen=True)
class Geometry:
    vocab: int = 2048
    hidden: int = 256
    layers: int = 8
    heads: int = 4
    kv_heads: int = 2
    inner: int = 768
    rope_theta: float = 100.0            # positions stay small: a low base keeps all frequencies useful
    mrope: tuple = (4, 12, 16)           # frequencies for time, row, column
    vision_hidden: int = 384
    vision_layers: int = 6
    vision_heads: int = 6
    vision_inner: int = 896
    full_every: int = 3

    @property
    def head(self):
        return self.hidden // self.heads

    @property
    def vision_head(self):
        return self.vision_hidden // self.vision_heads

    @property
    def full_blocks(self):
        return [i for i in range(self.vision_layers) if (i + 1) % self.full_every == 0]

    def as_dict(self):
        return asdict(self)

    @staticmethod
    def from_dict(values):
        return Geometry(**{**values, "mrope": tuple(values["mrope"])})
