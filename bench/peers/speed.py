#!/usr/bin/env python3
"""Times Belvedere and other programs on the same GGUF files, in turn, and prints medians and ratios as Markdown.

  speed.py --model MODEL.gguf [--model ...] [--mmproj MMPROJ.gguf] [--llama PREFIX]
           [--peer NAME=PREFIX ...] [--peer-args NAME[/TOOL]=ARGUMENTS ...] [--only WORK,...] [--pairs 3]

PREFIX says where a build of llama.cpp is: a folder with its programs, or the words before a program's name, such as
'chroot DIR' (then the model's files must lie inside DIR). Without one the programs are taken from the PATH;
--llama none leaves llama.cpp out. --peer adds another build, --peer-args its extra arguments, for all of its programs
or for one:

  speed.py --model m/3b-q8_0.gguf --llama 'chroot /srv/lab' --peer ik=../ik/bin
           --peer-args 'ik/llama-bench=-rtr 1' --peer-args 'ik/llama-mtmd-cli=-rtr'

What is timed (--only takes these names):

  load     a process that loads the model and reads one token twice, from start to end; seconds (belvedere bench, which
           loads the vision part too; llama-bench)
  encode   the vision encoder on a picture of noise, for each of --images; seconds
           (belvedere bench; llama-mtmd-cli)
  prefill  a prompt of --prompt tokens; tokens/s (belvedere bench; llama-bench)
  decode   --generate tokens, one sequence; tokens/s (belvedere bench; llama-bench)
  streams  the same for --streams sequences together, tokens/s over all (belvedere bench; llama-batched-bench)

A pair is one run of each program, one after the other; a ratio is taken within a pair, and above 1 Belvedere is the
faster one. The last column sets the weights that decoding reads against what all threads read of memory just before. A program that a build lacks leaves its cell empty. Raw figures, machine, versions and load average go to a
dated file in --results. Use an otherwise idle machine. Needs Python 3.9 or later and nothing else.
"""
import argparse
import datetime
import glob
import json
import os
import random
import re
import shlex
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from programs import Programs

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = ["load", "encode", "prefill", "decode", "streams"]
RUN_SECONDS = 3600
SHORT_PROMPT = 16  # tokens before those that streams decode, as belvedere bench has it
ENCODED = re.compile(r"(?:image(?: slice)? encoded|mtmd batch encoding done) in (\d+) ms")
FLAGS = ["avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx512_bf16", "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm", "sve"]


class Failure(Exception):
    """A run gave no figure; the text says why."""


def run(command, folder=None):
    """Runs a command, in a folder; returns its standard output, its standard error and its seconds."""
    started = time.monotonic()
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=folder, capture_output=True, text=True, errors="replace", timeout=RUN_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise Failure(f"{shlex.join(command)}: {failure}") from failure
    seconds = time.monotonic() - started
    if done.returncode != 0:
        last = "\n".join((done.stderr or done.stdout).splitlines()[-5:])
        raise Failure(f"{shlex.join(command)} ended with {done.returncode}:\n{last}")
    return done.stdout, done.stderr, seconds


class Belvedere:
    name = "Belvedere"

    def __init__(self, options, model, mmproj):
        self.options, self.vision = options, mmproj is not None
        self.reading = []  # of each decoding: GB/s of weights, and of memory just before it
        self.base = shlex.split(options.belvedere) + [
            "bench", "--format", "json", "--model", model, "--threads", str(options.threads), "--repeat", str(options.repeat)]
        if mmproj:
            self.base += ["--mmproj", mmproj]

    def bench(self, prompt="0", generate="0", image="none", streams="0", extra=()):
        out, _, seconds = run(self.base + [
            "--prompt", prompt, "--generate", generate, "--image", image, "--streams", streams, *extra])
        return json.loads(out), seconds

    def load(self):
        return self.bench(prompt="1", extra=["--warm-up", "0"])[1]

    def encode(self, size):
        if not self.vision:
            return None
        return self.bench(image=size)[0]["encode"]["seconds"]["median"]

    def prefill(self):
        return self.bench(prompt=str(self.options.prompt))[0]["prefill"]["tokens_per_second"]["median"]

    def decode(self):
        return self.decoded("decode", self.bench(generate=str(self.options.generate)))

    def streams(self):
        return self.decoded("decode_streams", self.bench(generate=str(self.options.generate), streams=str(self.options.streams)))

    def decoded(self, stage, benched):
        figures = benched[0][stage]
        read, memory = (figures[f"{what}_gigabytes_per_second"]["runs"] for what in ("weight", "memory"))
        self.reading.append({"weights": read, "memory": memory})
        return figures["tokens_per_second"]["median"]

    def version(self):
        return run(shlex.split(self.options.belvedere) + ["--version"])[0].strip().replace("\n", ", ")


class LlamaCpp:
    def __init__(self, name, prefix, options, model, mmproj):
        self.name, self.options = name, options
        self.programs = Programs(prefix)
        self.model, self.mmproj = model, mmproj
        self.extra = {}
        for given in options.peer_args:
            target, _, arguments = given.partition("=")
            peer, _, tool = target.partition("/")
            if peer == name:
                self.extra.setdefault(tool, []).extend(shlex.split(arguments))

    def call(self, tool, *arguments):
        if not self.programs.has(tool):
            return None
        command = self.programs.command(tool) + [
            "-m", self.programs.path(self.model), "-t", str(self.options.threads), *arguments]
        with tempfile.TemporaryDirectory() as folder:  # some builds leave a log where they run
            return run(command + self.extra.get("", []) + self.extra.get(tool, []), folder)

    def bench(self, prompt, generate):
        """llama-bench's one figure, in tokens/s, and the seconds of its process."""
        called = self.call("llama-bench", "-p", str(prompt), "-n", str(generate), "-r", str(self.options.repeat), "-o", "json")
        if called is None:
            return None, None
        out, _, seconds = called
        return json.loads(out[out.index("["):])[0]["avg_ts"], seconds

    def load(self):
        return self.bench(1, 0)[1]

    def prefill(self):
        return self.bench(self.options.prompt, 0)[0]

    def decode(self):
        return self.bench(0, self.options.generate)[0]

    def encode(self, size):
        if not self.mmproj:
            return None
        with tempfile.NamedTemporaryFile(suffix=".png", dir=(self.programs.root + "/tmp") if self.programs.root else None) as picture:
            picture.write(noise(*map(int, size.split("x"))))
            picture.flush()
            os.chmod(picture.name, 0o644)
            called = self.call(
                "llama-mtmd-cli", "--mmproj", self.programs.path(self.mmproj), "--image", self.programs.path(picture.name),
                "-p", "Hi", "-n", "1", "--temp", "0", "--chat-template", "chatml", "-c", "4096")
        if called is None:
            return None
        found = ENCODED.findall(called[0] + called[1])
        if not found:
            raise Failure(f"{self.name}: llama-mtmd-cli does not tell how long the picture took; its output has changed")
        return sum(map(int, found)) / 1000

    def streams(self):
        generate, streams = self.options.generate, self.options.streams
        called = self.call(
            "llama-batched-bench", "-npp", str(SHORT_PROMPT), "-ntg", str(generate), "-npl", str(streams),
            "-c", str(max(1024, 2 * streams * (SHORT_PROMPT + generate))), "--output-format", "jsonl")
        if called is None:
            return None
        lines = [line for line in called[0].splitlines() if line.startswith("{")]
        return json.loads(lines[-1])["speed_tg"]

    def version(self):
        tool = "llama-mtmd-cli" if self.programs.has("llama-mtmd-cli") else "llama-bench"
        try:
            out, err, _ = run(self.programs.command(tool) + ["--version"])
        except Failure:
            return "unknown"
        found = re.search(r"version: .*", out + err)
        return found.group(0) if found else "unknown"


def noise(width, height):
    """A PNG of seeded noise."""
    source = random.Random(42)
    rows = b"".join(b"\0" + source.randbytes(3 * width) for _ in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def machine():
    told = {}
    try:
        with open("/proc/cpuinfo") as info:
            for line in info:
                key, _, value = line.partition(":")
                told.setdefault(key.strip(), value.strip())
        with open("/proc/meminfo") as info:
            memory = int(info.readline().split()[1]) * 1024
    except OSError:
        memory = None
    flags = set(told.get("flags", told.get("Features", "")).split())
    return {
        "processor": told.get("model name", "unknown"),
        "cores": os.cpu_count(),
        "flags": [flag for flag in FLAGS if flag in flags],
        "memory_bytes": memory,
        "system": " ".join(os.uname()[i] for i in (0, 2, 4)),
    }


def mmproj_of(model, given):
    if given:
        return given
    beside = sorted(glob.glob(os.path.join(glob.escape(os.path.dirname(os.path.abspath(model))), "*mmproj*.gguf")))
    return beside[0] if len(beside) == 1 else None


def works(options):
    """What is timed: title, unit, whether more is better, and the call."""
    table = []
    if "load" in options.only:
        table.append(("load", "s", False, lambda program: program.load()))
    if "encode" in options.only:
        for size in options.images.split(","):
            table.append((f"encode {size}", "s", False, lambda program, size=size: program.encode(size)))
    if "prefill" in options.only:
        table.append((f"prefill {options.prompt}", "tokens/s", True, lambda program: program.prefill()))
    if "decode" in options.only:
        table.append((f"decode {options.generate}", "tokens/s", True, lambda program: program.decode()))
    if "streams" in options.only:
        table.append((f"decode {options.streams} x {options.generate}", "tokens/s", True, lambda program: program.streams()))
    return table


def measure(work, programs, pairs, failures):
    """Runs the programs in turn; returns each one's figures, None where it has none. Adds to failures what went wrong."""
    title, unit, _, call = work
    figures = {program.name: [] for program in programs}
    for pair in range(pairs):
        for program in programs:
            try:
                figure = call(program)
            except (Failure, KeyError, ValueError, IndexError, TypeError) as failure:
                failures.append(f"{program.name}, {title}: {failure!r}")
                print(f"{program.name}, {title}: {failure}", file=sys.stderr)
                figure = None
            told = "-" if figure is None else f"{figure:.3g} {unit}"
            print(f"{time.strftime('%H:%M:%S')} {title}, pair {pair + 1} of {pairs}, {program.name}: {told}"
                  f" (load average {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
            figures[program.name].append(figure)
    return figures


def median(values):
    present = [value for value in values if value is not None]
    return statistics.median(present) if present else None


def ratios(ours, theirs, more_is_better):
    return [(a / b if more_is_better else b / a) for a, b in zip(ours, theirs) if a and b]


def show(value, suffix=""):
    if value is None:
        return "-"
    return f"{value:,.{0 if value >= 1000 else 1 if value >= 100 else 2}f}{suffix}"


def share_of_memory(reading):
    """Weights read against memory read, run by run: their median."""
    shares = [weights / memory for run in reading for weights, memory in zip(run["weights"], run["memory"])]
    return f"{statistics.median(shares):.0%}" if shares else "-"


def table(rows, names):
    head = ["", "unit", names[0]] + [cell for name in names[1:] for cell in (name, f"against {name}")] + ["of memory's rate"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = [row["work"], row["unit"], show(row["medians"][names[0]])]
        for name in names[1:]:
            cells += [show(row["medians"][name]), show(row["ratios"][name], "x")]
        cells.append(share_of_memory(row["reading_gigabytes_per_second"]))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def compare(model, options):
    """All figures of one model; its Markdown table is printed."""
    mmproj = mmproj_of(model, options.mmproj)
    programs = [Belvedere(options, model, mmproj)]
    if options.llama != "none":
        programs.append(LlamaCpp("llama.cpp", options.llama, options, model, mmproj))
    for peer in options.peer:
        name, _, prefix = peer.partition("=")
        programs.append(LlamaCpp(name, prefix, options, model, mmproj))
    names = [program.name for program in programs]
    rows, failures = [], []
    for work in works(options):
        title, unit, more_is_better, _ = work
        programs[0].reading = []
        figures = measure(work, programs, options.pairs, failures)
        shares = {name: ratios(figures[names[0]], figures[name], more_is_better) for name in names[1:]}
        rows.append({
            "work": title, "unit": unit, "runs": figures, "reading_gigabytes_per_second": programs[0].reading,
            "medians": {name: median(values) for name, values in figures.items()},
            "ratios": {name: median(values) for name, values in shares.items()}})
    print(f"\n{os.path.basename(model)}, {options.threads} threads, medians of {options.pairs}:\n\n{table(rows, names)}", flush=True)
    return {
        "model": os.path.basename(model), "bytes": os.path.getsize(model),
        "versions": {program.name: program.version() for program in programs}, "rows": rows,
        "failures": failures}


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", required=True, help="a GGUF file; can be repeated")
    parser.add_argument("--mmproj", help="the vision part; by default the one mmproj file beside the model")
    parser.add_argument("--belvedere", default=os.path.join(HERE, "..", "..", "belvedere"), help="by default this checkout's")
    parser.add_argument("--llama", default="", metavar="PREFIX", help="where llama.cpp is, or none")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PREFIX", help="another build; can be repeated")
    parser.add_argument("--peer-args", action="append", default=[], metavar="NAME[/TOOL]=ARGUMENTS",
                        help="extra arguments of a peer (llama.cpp is one); can be repeated")
    parser.add_argument("--only", default=",".join(WORK), metavar="WORK,...", help="by default %(default)s")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each program, by default %(default)s")
    parser.add_argument("--repeat", type=int, default=1,
                        help="times that belvedere bench and llama-bench do the work in a run, after warming up; by default %(default)s")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of each program, by default one a processor")
    parser.add_argument("--prompt", type=int, default=512)
    parser.add_argument("--generate", type=int, default=64)
    parser.add_argument("--streams", type=int, default=4)
    parser.add_argument("--images", default="448x448,1036x1036", help="sizes in pixels, by default %(default)s")
    parser.add_argument("--results", default=os.path.join(HERE, "results"), help="folder of the dated files")
    options = parser.parse_args()
    options.only = options.only.split(",")
    for name in options.only:
        if name not in WORK:
            parser.error(f"--only: there is no work '{name}'; there are {', '.join(WORK)}")
    for option in ("pairs", "threads", "prompt", "generate", "streams"):
        if getattr(options, option) < 1:
            parser.error(f"--{option} must be at least 1, given {getattr(options, option)}")
    for size in options.images.split(","):
        if not re.fullmatch(r"[1-9]\d{0,3}x[1-9]\d{0,3}", size):
            parser.error(f"--images: sizes are WIDTHxHEIGHT, such as 448x448, given {size}")
    peers = {peer.partition("=")[0] for peer in options.peer}
    for peer in options.peer:
        if not re.fullmatch(r"[\w.-]+=.+", peer):
            parser.error(f"--peer must be NAME=PREFIX, given {peer}")
    for given in options.peer_args:
        name = re.split("[/=]", given, maxsplit=1)[0]
        if "=" not in given or name not in peers | {"llama.cpp"}:
            parser.error(f"--peer-args must be NAME[/TOOL]=ARGUMENTS with a peer's name, given {given}")
    for name in ("pairs", "repeat"):
        if getattr(options, name) < 1:
            parser.error(f"--{name} must be at least 1, given {getattr(options, name)}")
    for model in options.model:
        if not os.path.isfile(model):
            parser.error(f"--model: there is no file {model}")
    return options


def main():
    options = parsed()
    started = datetime.datetime.now().astimezone()
    result = {
        "started": started.isoformat(timespec="seconds"), "machine": machine(), "threads": options.threads,
        "repeat": options.repeat, "peer_args": options.peer_args, "load_average_before": os.getloadavg(), "models": []}
    os.makedirs(options.results, exist_ok=True)
    file = os.path.join(options.results, started.strftime("%Y-%m-%d-%H%M%S") + ".json")
    for model in options.model:
        result["models"].append(compare(model, options))
        result["load_average_after"] = os.getloadavg()
        with open(file, "w") as out:  # after each model: a long run that is cut short keeps what it has
            json.dump(result, out, indent=1)
            out.write("\n")
    before, after = result["load_average_before"][0], result["load_average_after"][0]
    print(f"\n{result['machine']['processor']}, {os.cpu_count()} cores; load average {before:.1f} before, {after:.1f} after; {os.path.relpath(file)}")
    failed = sum(len(model["failures"]) for model in result["models"])
    if failed:
        sys.exit(f"{failed} runs failed; the file says how")


if __name__ == "__main__":
    main()
