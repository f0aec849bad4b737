"""Trains Belvedere Mini. Stops after --stop-after seconds with a checkpoint; the same command goes on from it.

usage: python train.py --run runs/mini --tokenizer tokenizer/tokenizer.json --minutes 20 [--stop-after 560] [--workers 14]
The learning rate follows the training time already spent out of --minutes: warm-up, constant, linear decay to zero.
"""
import argparse
import json
import math
import os
import time

import torch

from mini import check, checkpoint
from mini.batch import Layout
from mini.feed import Feed
from mini.geometry import Geometry
from mini.loader import Loader
from mini.model import Mini
from mini.optimizer import Optimizer
from mini.tokens import Tokens


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", required=True, help="folder of checkpoints and log")
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--minutes", type=float, default=20, help="training time that the schedule is made for")
    p.add_argument("--stop-after", type=float, default=1e9, help="seconds until this process saves and stops")
    p.add_argument("--weights", help="folder of weights to start from, when there is no state in --run")
    p.add_argument("--out", help="folder for bare weights (default: --run)")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="processes that draw")
    p.add_argument("--patches", type=int, default=65536, help="patches per batch; everything else follows")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--muon-rate", type=float, default=0.02)
    p.add_argument("--adam-rate", type=float, default=2e-3)
    p.add_argument("--decay-from", type=float, default=0.45, help="part of the time after which the rate falls")
    p.add_argument("--hint-weight", type=float, default=0.5, help="weight of the auxiliary losses at the start; falls to a tenth")
    p.add_argument("--tune", type=float, help="fine-tune: this part of the rate at the start, falling to zero until --stop-after; hints at a tenth, no checks")
    p.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    p.add_argument("--no-compile", action="store_true")
    p.add_argument("--check-every", type=float, default=60, help="seconds between checks, each with a checkpoint")
    return p.parse_args()


class Trainer:
    def __init__(self, args):
        self.args, self.started, self.device = args, time.time(), args.device
        torch.manual_seed(args.seed)
        os.makedirs(args.run, exist_ok=True)
        self.log = open(os.path.join(args.run, "log.jsonl"), "a", encoding="utf-8")
        self.state_path = os.path.join(args.run, "state.pt")
        state = torch.load(self.state_path, map_location="cpu", weights_only=False) if os.path.exists(self.state_path) else None
        weights, self.progress = None, {"steps": 0, "seconds": 0.0, "pictures": 0, "turns": 0, "answer_tokens": 0}
        if state:
            self.progress = state["progress"]
        elif args.weights:
            weights, meta = checkpoint.load_weights(args.weights)
            self.progress = meta["progress"]
        layout, tokens = Layout.scaled(args.patches), Tokens(args.tokenizer)
        self.loader = Loader(layout, args.tokenizer, f"{args.seed}/{self.progress['steps']}", args.workers)      # forks, so before CUDA starts
        self.geometry = Geometry(vocab=tokens.size)
        self.model = Mini(self.geometry).to(args.device)
        if weights:
            self.model.load_state_dict(weights)
        self.optimizer = Optimizer(self.model, args.muon_rate, args.adam_rate)
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        if state:
            self.model.load_state_dict(state["model"])
            self.optimizer.load(state["optimizer"])
            self.average = {k: v.to(args.device) for k, v in state["average"].items()}
        self.live, self.smooth = list(self.model.state_dict().values()), list(self.average.values())
        self.good = [t.clone() for t in self.smooth]
        self.tests = [] if args.tune else check.held_out(layout, tokens, 4 if args.device == "cuda" else 1)
        self.feed = Feed(self.loader, args.device)
        if args.device == "cuda" and not args.no_compile:
            self._compile()
        self.say(parameters=sum(p.numel() for n, p in self.model.named_parameters() if not n.startswith("hint.")), device=args.device, resumed_at=self.progress["steps"],
                 setup_seconds=round(time.time() - self.started, 1))

    def _compile(self):
        torch._dynamo.config.cache_size_limit = 64
        for block in [*self.model.vision.blocks, *self.model.blocks]:
            block.compile()
        self.model.hint_loss = torch.compile(self.model.hint_loss)

    def say(self, **entry):
        line = json.dumps(entry)
        print(line, flush=True)
        self.log.write(line + "\n")
        self.log.flush()

    def autocast(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda")

    # ---- the schedule
    def factors(self, spent, left, step):
        """(part of the schedule done, factor of the learning rate, weight of the auxiliary losses)."""
        args = self.args
        if args.tune:
            part = spent / max(1e-9, spent + left)
            return part, args.tune * min(1.0, (step + 1) / 40) * max(0.0, 1 - part), 0.1 * args.hint_weight
        part = (self.progress["seconds"] + spent) / (60 * args.minutes)
        rate = min(1.0, (self.progress["steps"] + 1) / 200, max(0.0, (1 - part) / (1 - args.decay_from)))
        return part, rate, args.hint_weight * max(0.1, 1 - 1.5 * part)

    # ---- the loop
    def step(self, factor, hint):
        """One step; returns answer loss, auxiliary loss and share of right answer tokens on the device, and the batch's counts."""
        b = self.feed.get()
        with self.autocast():
            answer, aux, right = self.model.losses(b)
        (answer + hint * aux).backward()
        self.optimizer.step(factor)
        steps = self.progress["steps"]
        torch._foreach_lerp_(self.smooth, self.live, 1 - min(self.args.average, steps / (steps + 10)))
        self.progress["steps"] += 1
        weight = b["answer_weight"]
        return torch.stack([answer.detach(), aux.detach(), (right * weight).sum() / weight.sum()]), b["counts"]

    def run(self):
        args, progress = self.args, self.progress
        begin = time.time()
        self.step(0.0, 0.0)[0].tolist()
        self.say(first_step_seconds=round(time.time() - begin, 1))
        begin = last_log = last_check = time.time()                # compilation is not training time
        sums, counts, since, interval = 0, 0, 0, 25 if self.device == "cuda" else 2
        stop, step = False, 0
        while not stop:
            now = time.time()
            part, factor, hint = self.factors(now - begin, self.started + args.stop_after - now, step)
            losses, used = self.step(factor, hint)
            sums, counts, since, step = sums + losses, counts + used.long(), since + 1, step + 1
            now = time.time()
            stop = now - self.started > args.stop_after or part >= 1
            if not stop and (since % interval or now - last_log < 10):
                continue
            (answer, aux, right), (pictures, turns, _, answers) = (sums / since).tolist(), counts.tolist()
            for key, value in (("pictures", pictures), ("turns", turns), ("answer_tokens", answers)):
                progress[key] += value
            self.say(step=progress["steps"], seconds=round(progress["seconds"] + now - begin, 1), factor=round(factor, 3), answer=round(answer, 4), hints=round(aux, 4), right=round(right, 4),
                     pictures_per_second=round(pictures / (now - last_log)), waited=round(self.feed.waited, 2), ms=round(1000 * (now - last_log) / since, 1), pictures=progress["pictures"])
            sums, counts, since, self.feed.waited, last_log = 0, 0, 0, 0.0, now
            if not math.isfinite(answer):
                self.go_back()
            elif stop or now - last_check > args.check_every:
                progress["seconds"] += now - begin
                self.save()
                begin = last_log = last_check = time.time()
        self.loader.close()

    def go_back(self):
        """After a loss that is not a number: the last good weights, a fresh optimiser."""
        self.say(step=self.progress["steps"], trouble="loss is not finite: back to the last good weights")
        torch._foreach_copy_(self.live, self.good)
        torch._foreach_copy_(self.smooth, self.good)
        self.optimizer = Optimizer(self.model, self.args.muon_rate, self.args.adam_rate)

    def save(self):
        torch._foreach_copy_(self.good, self.smooth)
        if self.tests:
            kinds, mean = check.exact(self.model, self.tests, self.feed.fields, self.device, self.autocast)
            self.say(exact=kinds, mean=mean)
        checkpoint.save_state(self.state_path, model=self.model.state_dict(), average=self.average, optimizer=self.optimizer.state(), progress=self.progress)
        checkpoint.save_weights(self.args.out or self.args.run, self.average, self.geometry, self.progress)
        self.say(saved=self.progress, wall=round(time.time() - self.started, 1))


if __name__ == "__main__":
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    Trainer(arguments()).run()
