"""Exports trained weights as a Hugging Face folder and a GGUF pair.

usage: python export.py --weights runs/mini --tokenizer runs/tokenizer/tokenizer.json --hf runs/hf --gguf runs/gguf
"""
import argparse
import os

from mini import checkpoint, export
from mini.geometry import Geometry


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True, help="folder with weights-*.pt and weights.json")
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--hf", help="Hugging Face folder to write")
    parser.add_argument("--gguf", help="folder for model-q8_0.gguf and mmproj-q8_0.gguf")
    parser.add_argument("--name", default="belvedere-mini")
    args = parser.parse_args()
    weights, meta = checkpoint.load_weights(args.weights)
    geometry = Geometry.from_dict(meta["geometry"])
    tensors = export.reference_tensors(weights, geometry)
    with open(os.path.join(os.path.dirname(__file__), "chat_template.jinja"), encoding="utf-8", newline="") as text:
        template = text.read()
    if args.hf:
        export.write_reference_folder(args.hf, export.rounded(tensors), geometry, args.tokenizer, template)
    if args.gguf:
        os.makedirs(args.gguf, exist_ok=True)
        paths = [os.path.join(args.gguf, f"{part}-q8_0.gguf") for part in ("model", "mmproj")]
        export.write_gguf_pair(*paths, tensors, geometry, args.tokenizer, template, args.name)
        print(*(f"{path}: {os.path.getsize(path) / 1e6:.2f} MB" for path in paths), sep="\n")


if __name__ == "__main__":
    main()
