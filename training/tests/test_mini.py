"""Checks of the generator, the packing and the export: python -m unittest discover tests (needs the assets)."""
import json
import os
import random
import sys
import unittest

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from mini import batch, export, score  # noqa: E402
from mini.feed import views  # noqa: E402
from mini.geometry import Geometry  # noqa: E402
from mini.model import Mini  # noqa: E402
from mini.tasks import curriculum, phrases, wordings  # noqa: E402
from mini.tasks.base import Turn  # noqa: E402
from mini.tokens import Tokens  # noqa: E402

TOKENIZER = os.path.join(os.path.dirname(__file__), "..", "tokenizer", "tokenizer.json")


class Packing(unittest.TestCase):
    def test_window_order(self):
        order, inverse, lengths = batch.window_order(5, 9)
        self.assertEqual(order[:16].tolist(), [0, 1, 2, 3, 9, 10, 11, 12, 18, 19, 20, 21, 27, 28, 29, 30])
        self.assertEqual(order[-9:].tolist(), [36, 37, 38, 39, 40, 41, 42, 43, 44])
        self.assertEqual(lengths, [64, 64, 16, 16, 16, 4])
        self.assertEqual(order[inverse].tolist(), list(range(45)))

    def test_patches_hold_channel_row_column(self):
        pixels = np.random.default_rng(0).integers(0, 256, (56, 140, 3), dtype=np.uint8)
        patches = batch.patchify(Image.fromarray(pixels))
        places, _ = batch.patch_places(2, 5)
        for patch, (row, column) in zip(patches, places, strict=True):
            self.assertTrue((patch.reshape(3, 14, 14) == pixels[14 * row:14 * row + 14, 14 * column:14 * column + 14].transpose(2, 0, 1)).all())

    def test_every_row_lies_in_one_segment(self):
        layout, tokens = batch.Layout.scaled(4096), Tokens(TOKENIZER)
        buffer = bytearray(layout.size)
        v = layout.views(buffer)
        rng = random.Random(3)
        packer = batch.pack(rng, layout, tokens, v, batch.Pool(rng, "train", curriculum.make), [])
        for name, end, longest in (("windows", layout.patches, 64), ("frames", layout.patches, batch.LONGEST_FRAME), ("sequences", layout.tokens, batch.LONGEST_SEQUENCE)):
            steps = np.diff(v[name])
            self.assertTrue((steps >= 0).all() and (steps <= longest).all() and v[name][0] == 0 and v[name][-1] == end, name)
        self.assertEqual((v["ids"][:packer.token] == tokens.image).sum(), (v["cells"][:packer.token] >= 0).sum())
        answers = v["answer_turn"] == 0
        self.assertEqual(tokens.decode(v["answer_id"][answers][:-1].tolist()), packer.turns[0][0].answer)

    def test_packed_chats_do_not_see_each_other(self):
        torch.manual_seed(0)
        tokens, model = Tokens(TOKENIZER), Mini(Geometry(layers=2, vision_layers=3)).eval()
        for p in model.parameters():
            torch.nn.init.normal_(p, std=0.05)
        layout, rng = batch.Layout.scaled(1024), random.Random(5)
        pictures = [curriculum.make(rng, "train", "word")[1] for _ in range(2)]
        chats = [[Turn("read", "What does it say?", "one")], [Turn("read", "Read it.", "two words")]]

        def logits(chosen):
            buffer = bytearray(layout.size)
            packer = batch.Packer(layout, tokens, layout.views(buffer))
            for i in chosen:
                self.assertTrue(packer.add(pictures[i].canvas, [chats[i]], 0.0, False, ""))
            packer.finish()
            b = views(torch.frombuffer(buffer, dtype=torch.uint8), layout.offsets()[0])
            b.pop("noise")
            with torch.no_grad():
                return model.logits(model.read(model.see(b), b))[:packer.token]

        together, alone = logits([0, 1]), logits([1])
        self.assertLess((together[-len(alone):] - alone).abs().max().item(), 1e-4)


class Wordings(unittest.TestCase):
    def test_no_evaluation_wording_in_training(self):
        rng = random.Random(1)
        slots = {name: "@" for name in ("things", "shape", "colour", "object", "first", "second", "nth", "n", "word", "field", "fields", "item", "column", "row", "label", "place")}
        for kind, (_, held) in phrases.PHRASES.items():
            barred = {phrases._plain(text.format(**slots)) for text in held}
            for _ in range(400):
                self.assertNotIn(phrases._plain(phrases.phrase(rng, "train", kind, **slots)), barred, kind)

    def test_patterns_expand_fully(self):
        rng = random.Random(2)
        for kind in wordings.MORE:
            for _ in range(50):
                self.assertNotRegex(wordings.more(rng, kind), r"[\[\]|@]")


class Tasks(unittest.TestCase):
    def test_pictures_fit_and_json_answers_parse(self):
        rng = random.Random(4)
        for name in curriculum.TASKS:
            for _ in range(8):
                _, picture = curriculum.make(rng, "held", name)
                if picture.canvas:
                    width, height = picture.canvas.image.size
                    self.assertTrue(width % 28 == 0 and height % 28 == 0 and width * height // 784 <= curriculum.MAX_CELLS)
                for turn in filter(None, (picture.ask(rng) for _ in range(20))):
                    self.assertTrue(turn.question and turn.answer)
                    if turn.kind in ("json", "detect", "point", "find_text"):
                        self.assertEqual(json.loads(turn.answer), json.loads(json.dumps(turn.facts)))
                    if turn.kind in ("describe", "count", "detect", "json"):
                        self.assertTrue(all(v == 1 for v in score.score(turn, turn.answer).values()), turn)


class Export(unittest.TestCase):
    def test_q8_0_round_trip(self):
        matrix = np.random.default_rng(1).normal(size=(5, 96)).astype(np.float32)
        packed = export.q8_0(matrix)
        self.assertEqual(packed.shape, (5, 3 * 34))
        once = export.dequantise(packed)
        self.assertLess(np.abs(once - matrix).max(), np.abs(matrix).max() / 127)
        self.assertTrue((export.dequantise(export.q8_0(once)) == once).mean() > 0.99)


if __name__ == "__main__":
    unittest.main()
