"""Draws the demo pictures: held-out seeds, fonts and words.

usage: python make_demo.py --out ../models/mini/demo
"""
import argparse
import os
import random

from mini.tasks import curriculum

PICTURES = {"scene": ("scene", 13), "hearts": ("scene", 12), "word": ("word", 14), "receipt": ("receipt", 6), "form": ("form", 3), "chart": ("chart", 10)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    for name, (task, seed) in PICTURES.items():
        _, picture = curriculum.make(random.Random(f"demo/{seed}"), "held", task)
        picture.canvas.image.save(os.path.join(args.out, name + ".png"), optimize=True)


if __name__ == "__main__":
    main()
