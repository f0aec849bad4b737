"""Batches on the training device, copied ahead of use."""
import math
import time

import numpy as np
import torch

_TYPES = {np.uint8: torch.uint8, np.float16: torch.float16, np.int32: torch.int32, np.int16: torch.int16}


def views(data, fields):
    """Named tensors of a batch's bytes (uint8, on any device)."""
    out = {}
    for name, (place, dtype, shape) in fields.items():
        size = math.prod(shape) * np.dtype(dtype).itemsize
        out[name] = data[place:place + size].view(_TYPES[dtype]).view(shape)
    return out


class Feed:
    """Takes filled slots from the loader; on CUDA the slots are pinned and the next batch travels while this one is used."""

    def __init__(self, loader, device):
        self.loader, self.device, self.next, self.waited = loader, device, None, 0.0
        self.fields = loader.layout.offsets()[0]
        self.slots = [torch.frombuffer(s, dtype=torch.uint8) for s in loader.slots]
        if device == "cuda":
            for s in self.slots:
                torch.cuda.cudart().cudaHostRegister(s.data_ptr(), s.numel(), 0)
            self.stream = torch.cuda.Stream()

    def get(self):
        data, done, index = self.next or self._fetch()
        if done is not None:
            done.synchronize()
            data.record_stream(torch.cuda.current_stream())
            self.loader.release(index)
        self.next = self._fetch()
        return views(data, self.fields)

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
