"""Worker processes that draw and pack batches into shared memory."""
import mmap
import multiprocessing
import os
import random

from . import batch
from .tasks import curriculum
from .tokens import Tokens

REUSE = {"receipt": 3, "form": 3, "table": 3, "chart": 3, "lines": 3, "talk": 1, "nothing": 1}     # how often a picture is used; 2 where not named


def _work(slots, layout, tokenizer, seed, free, ready):
    os.nice(5)                                    # the process that feeds the device goes first
    tokens, rng, spare = Tokens(tokenizer), random.Random(seed), []
    pool = batch.Pool(rng, "train", curriculum.make, lambda task: REUSE.get(task, 2), 160)
    views = [layout.views(slot) for slot in slots]
    while True:
        index = free.get()
        if index is None:
            return
        batch.pack(rng, layout, tokens, views[index], pool, spare)
        ready.put(index)


class Loader:
    """Start before CUDA is initialised: workers are forked."""

    def __init__(self, layout, tokenizer, seed, workers, slots=None):
        context = multiprocessing.get_context("fork")
        self.layout = layout
        self.slots = [mmap.mmap(-1, layout.size) for _ in range(slots or workers + 6)]
        self.free, self.ready = context.SimpleQueue(), context.SimpleQueue()
        self.workers = [context.Process(target=_work, args=(self.slots, layout, tokenizer, f"{seed}/{w}", self.free, self.ready), daemon=True) for w in range(workers)]
        for index in range(len(self.slots)):
            self.free.put(index)
        for worker in self.workers:
            worker.start()

    def get(self):
        """The number of a filled slot; give it back with `release`."""
        return self.ready.get()

    def release(self, index):
        self.free.put(index)

    def close(self):
        for worker in self.workers:
            worker.terminate()
