"""Trains the byte-level BPE on the generator's questions and answers.

usage: python train_tokenizer.py --out runs/tokenizer [--size 2048] [--pictures 6000] [--seed 7]
"""
import argparse
import json
import os
import random

from mini.tasks import curriculum
from mini.tokens import ADDED, SPECIAL, SPLIT, SYSTEM
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers


def corpus(seed, pictures):
    """Texts of generated chats. What is only read off pictures (words, codes) stays out: it is to be spelled."""
    rng = random.Random(seed)
    yield from [f"system\n{SYSTEM}", "user\n", "assistant\n"] * pictures
    for _ in range(pictures):
        name, picture = curriculum.make(rng, "train")
        for turn in [picture.headline(rng)] + [picture.ask(rng) for _ in range(6)]:
            if turn:
                yield turn.question
                if turn.kind not in ("read", "read_lines", "read_line", "describe_text", "find_text", "has_word"):
                    yield turn.answer


def build(texts, size):
    tokenizer = Tokenizer(models.BPE(byte_fallback=False))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(SPLIT), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=size - len(SPECIAL) - len(ADDED), min_frequency=4, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in ADDED])
    return tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", type=int, default=2048)
    parser.add_argument("--pictures", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    tokenizer = build(corpus(args.seed, args.pictures), args.size)
    path = os.path.join(args.out, "tokenizer.json")
    tokenizer.save(path, pretty=False)
    print(json.dumps({"tokens": tokenizer.get_vocab_size(), "file": path}))


if __name__ == "__main__":
    main()
