"""What happens to pictures on their way: backgrounds, scaling, JPEG, blur, light."""
import io

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

UNIT = 28       # one image token covers UNIT x UNIT pixels


def gradient(rng, width, height, first, second):
    """A linear blend of two colours in a random one of four directions."""
    x, y = np.linspace(0, 1, width, dtype=np.float32)[None, :], np.linspace(0, 1, height, dtype=np.float32)[:, None]
    t = rng.choice((x + 0 * y, y + 0 * x, (x + y) / 2, (x + 1 - y) / 2))[..., None]
    pixels = np.array(first, np.float32) * (1 - t) + np.array(second, np.float32) * t
    return Image.fromarray(pixels.astype(np.uint8), "RGB")


def paper(rng, width, height, colour):
    """A sheet with faint low-frequency stains."""
    coarse = np.random.default_rng(rng.getrandbits(32)).normal(0, 5, (height // 24 + 2, width // 24 + 2, 1))
    pixels = np.clip(np.array(colour, np.float32) + coarse, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels, "RGB").resize((width, height), Image.Resampling.BILINEAR)


def jpeg(image, quality):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def wear(rng, image, strength=1.0):
    """Light, blur and JPEG artefacts, each in a part of the pictures."""
    dice = rng.random()
    if dice < 0.12 * strength:
        image = jpeg(image, rng.randint(30, 92))
    elif dice < 0.17 * strength:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.8)))
    elif dice < 0.22 * strength:
        image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.8, 1.12))
    elif dice < 0.27 * strength:
        image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.75, 1.1))
    return image


def off_grid(rng, canvas):
    """Gives the picture a size that is no multiple of 28, then resizes it the way the model's preprocessing does."""
    width, height = canvas.width, canvas.height
    raw = (width + rng.randint(-13, 13), height + rng.randint(-13, 13))
    canvas.finish(canvas.image.resize(raw, Image.Resampling.BICUBIC).resize((width, height), Image.Resampling.BICUBIC))
