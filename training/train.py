"""Trains Belvedere Mini. Stops after --stop-after seconds with a checkpoint; the same command goes on from it.

usage: python train.py --run runs/mini --tokenizer runs/tokenizer/tokenizer.json --minutes 20 [--stop-after 560] [--workers 14]
The learning rate follows the training time already spent out of --minutes: warm-up, constant, linear decay to zero.
"""
import argparse
import collections
import json
import math
import os
import random
import time

import numpy as np
import torch
from mini import batch, checkpoint
from mini.geometry import Geometry
from mini.loader import Loader
from mini.model import Mini
from mini.optimizer import Optimizer
from mini.tasks import curriculum
from mini.tokens import Tokens


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", required=True, help="folder of checkpoints and log")
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--minutes", type=float, default=20, help="training time that the schedule is made for")
    p.add_argument("--stop-after", type=float, default=1e9, help="seconds until this process saves and stops")
    p.add_argument("--weights", help="folder of weights to start from, when there is no state in --run")
    p.add_argument("--out", help="folder for bare weights at the end (default: --run)")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 2))
    p.add_argument("--patches", type=int, default=65536, help="patches per batch; everything else follows")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--muon-rate", type=float, default=0.02)
    p.add_argument("--adam-rate", type=float, default=2e-3)
    p.add_argument("--decay-from", type=float, default=0.45, help="part of the time after which the rate falls")
    p.add_argument("--hint-weight", type=float, default=0.5, help="weight of the auxiliary losses at the start; falls to a tenth")
    p.add_argument("--tune", type=float, help="fine-tune: this part of the rate at the start, falling to zero until --stop-after; hints at a tenth")
    p.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    p.add_argument("--no-compile", action="store_true")
    p.add_argument("--eval-every", type=float, default=60, help="seconds between evaluations, each with a copy of the weights")
    return p.parse_args()


def layout_for(patches):
    base = batch.Layout()
    scale = patches / base.patches
    return batch.Layout(*(max(64, int(v * scale)) // 64 * 64 if i < 3 else max(48, int(v * scale)) for i, v in enumerate(
        (base.patches, base.tokens, base.answers, base.windows, base.frames, base.sequences))))


class Feed:
    """Batches on the device, copied ahead of use."""

    def __init__(self, loader, device):
        self.loader, self.device, self.next = loader, device, None
        self.fields, self.size = loader.layout.offsets()
        self.slots = [torch.frombuffer(s, dtype=torch.uint8) for s in loader.slots]
        if device == "cuda":
            for s in self.slots:
                torch.cuda.cudart().cudaHostRegister(s.data_ptr(), s.numel(), 0)
            self.stream = torch.cuda.Stream()
        self.waited = 0.0

    def _fetch(self):
        begin = time.time()
        index = self.loader.get()
        self.waited += time.time() - begin
        if self.device == "cpu":
            data = self.slots[index].clone()
            self.loader.release(index)
            return data, None, None
        with torch.cuda.stream(self.stream):
            data = self.slots[index].to("cuda", non_blocking=True)
            done = torch.cuda.Event()
            done.record(self.stream)
        return data, done, index

    def get(self):
        data, done, index = self.next or self._fetch()
        if done is not None:
            done.synchronize()
            data.record_stream(torch.cuda.current_stream())
            self.loader.release(index)
        self.next = self._fetch()
        return views(data, self.fields)


_TYPES = {np.uint8: torch.uint8, np.float16: torch.float16, np.int32: torch.int32, np.int16: torch.int16}


def views(data, fields):
    out = {}
    for name, (place, dtype, shape) in fields.items():
        count = int(np.prod(shape)) * np.dtype(dtype).itemsize
        out[name] = data[place:place + count].view(_TYPES[dtype]).view(shape)
    return out


def held_out(layout, tokens, batches, seed=99):
    """Evaluation batches: other seed, other fonts, other wordings; [(bytes, turns)]."""
    rng, out, spare = random.Random(seed), [], []
    pool = batch.Pool(rng, "held", curriculum.make)
    for _ in range(batches):
        buffer = bytearray(layout.size)
        packer = batch.pack(rng, layout, tokens, layout.views(buffer), pool, spare)
        out.append((torch.frombuffer(buffer, dtype=torch.uint8), packer.turns))
    return out


@torch.no_grad()
def evaluate(model, tests, fields, device, autocast):
    """Share of first turns per kind whose whole answer the model would give greedily."""
    good, seen = collections.Counter(), collections.Counter()
    model.eval()
    for data, turns in tests:
        b = views(data.to(device), fields)
        b = {k: v for k, v in b.items() if k != "noise"}
        with autocast():
            _, _, right = model.losses(b)
        turn = b["answer_turn"].cpu().numpy()
        wrong = set(turn[(~right.cpu().numpy()) & (turn >= 0)].tolist())
        for number, (t, first) in enumerate(turns):
            if first:
                seen[t.kind] += 1
                good[t.kind] += number not in wrong
    model.train()
    return {k: (good[k], seen[k]) for k in sorted(seen)}


def report(say, name, scores):
    say(**{name: {k: f"{g}/{n}" for k, (g, n) in scores.items()}}, mean=round(sum(g for g, _ in scores.values()) / max(1, sum(n for _, n in scores.values())), 4))


def main():
    args = arguments()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    started = time.time()
    torch.manual_seed(args.seed)
    layout, tokens = layout_for(args.patches), Tokens(args.tokenizer)
    state_path = os.path.join(args.run, "state.pt")
    os.makedirs(args.run, exist_ok=True)
    state = torch.load(state_path, map_location="cpu", weights_only=False) if os.path.exists(state_path) else None
    progress = state["progress"] if state else {"steps": 0, "seconds": 0.0, "pictures": 0, "turns": 0, "answer_tokens": 0}
    if not state and args.weights:
        weights, meta = checkpoint.load_weights(args.weights)
        progress = meta["progress"]
    loader = Loader(layout, args.tokenizer, f"{args.seed}/{progress['steps']}", args.workers)      # forks, so before CUDA starts
    geometry = Geometry(vocab=tokens.size)
    model = Mini(geometry).to(args.device)
    if not state and args.weights:
        model.load_state_dict(weights)
    optimizer = Optimizer(model, args.muon_rate, args.adam_rate)
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    if state:
        model.load_state_dict(state["model"])
        optimizer.load(state["optimizer"])
        average = {k: v.to(args.device) for k, v in state["average"].items()}
    log = open(os.path.join(args.run, "log.jsonl"), "a", encoding="utf-8")

    def say(**entry):
        print(json.dumps(entry), flush=True)
        log.write(json.dumps(entry) + "\n")
        log.flush()

    say(parameters=sum(p.numel() for n, p in model.named_parameters() if not n.startswith("hint.")), device=args.device, resumed_at=progress["steps"], batch_mb=layout.size / 1e6)
    tests = [] if args.tune else held_out(layout, tokens, 4 if args.device == "cuda" else 1)
    if not args.no_compile and args.device == "cuda":
        torch._dynamo.config.cache_size_limit = 64
        for block in [*model.vision.blocks, *model.blocks]:
            block.compile()
        model.hint_loss = torch.compile(model.hint_loss)
    autocast = lambda: torch.autocast(args.device, torch.bfloat16, enabled=args.device == "cuda")
    feed = Feed(loader, args.device)
    live, ema = list(model.state_dict().values()), list(average.values())
    good = [t.clone() for t in ema]
    say(setup_seconds=round(time.time() - started, 1))

    begin, base = time.time(), progress["seconds"]
    last_log, last_eval, since, interval = begin, begin, 0, 25 if args.device == "cuda" else 4
    first_step = progress["steps"] + 1
    sums, counts = torch.zeros(3, device=args.device), torch.zeros(4, dtype=torch.int64, device=args.device)
    while True:
        b = feed.get()
        part = (base + time.time() - begin) / (60 * args.minutes)
        factor = min(1.0, (progress["steps"] + 1) / 200, max(0.0, (1 - part) / (1 - args.decay_from)))
        hint = args.hint_weight * max(0.1, 1 - 1.5 * part)
        if args.tune:
            part = (time.time() - begin) / (started + args.stop_after - begin)
            factor, hint = args.tune * min(1.0, (progress["steps"] - first_step + 2) / 40) * max(0.0, 1 - part), 0.1 * args.hint_weight
        with autocast():
            answer, aux, right = model.losses(b)
        (answer + hint * aux).backward()
        optimizer.step(factor)
        torch._foreach_lerp_(ema, live, 1 - min(args.average, progress["steps"] / (progress["steps"] + 10)))
        sums += torch.stack([answer.detach(), aux.detach(), (right * b["answer_weight"]).sum() / b["answer_weight"].sum()])
        counts += b["counts"]
        since += 1
        progress["steps"] += 1
        if progress["steps"] == first_step:
            answer.item()
            say(first_step_seconds=round(time.time() - begin, 1))
            begin = last_log = last_eval = time.time()              # compilation is not training time
        if since % interval:
            continue
        mean, (pictures, turns, _, answers) = (sums / since).tolist(), counts.tolist()
        now = time.time()
        stop = now - started > args.stop_after or part >= 1
        if now - last_log < 10 and not stop:
            continue
        for key, value in (("pictures", pictures), ("turns", turns), ("answer_tokens", answers)):
            progress[key] += value
        say(step=progress["steps"], seconds=round(base + now - begin, 1), factor=round(factor, 3), answer=round(mean[0], 4), hints=round(mean[1], 4), right=round(mean[2], 4),
            pictures_per_second=round(pictures / (now - last_log)), waited=round(feed.waited, 2), ms=round(1000 * (now - last_log) / since, 1), pictures=progress["pictures"])
        sums.zero_()
        counts.zero_()
        since, feed.waited, last_log = 0, 0.0, now
        if not math.isfinite(mean[0]):
            say(step=progress["steps"], trouble="loss is not finite: back to the last good weights")
            torch._foreach_copy_(live, good)
            torch._foreach_copy_(ema, good)
            optimizer = Optimizer(model, args.muon_rate, args.adam_rate)
        if stop or now - last_eval > args.eval_every:
            torch._foreach_copy_(good, ema)
            checkpoint.save_weights(args.out or args.run, average, geometry, {**progress, "seconds": base + now - begin})
            report(say, "exact", evaluate(model, tests, feed.fields, args.device, autocast))
            last_eval = last_log = time.time()
        if stop:
            break
    progress["seconds"] = base + time.time() - begin
    loader.close()
    with torch.no_grad():
        latest = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        report(say, "average_exact", evaluate(model, tests, feed.fields, args.device, autocast))
    checkpoint.save_state(state_path, model=latest, average=average, optimizer=optimizer.state(), progress=progress)
    checkpoint.save_weights(args.out or args.run, average, geometry, progress)
    say(saved=progress, wall=round(time.time() - started, 1))


if __name__ == "__main__":
    main()
