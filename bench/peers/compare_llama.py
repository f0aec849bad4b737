#!/usr/bin/env python3
"""Asks Belvedere and llama.cpp's llama-server the same questions about the same GGUF pair and compares the answers.

Both run one after the other on a free loopback port, two threads, greedy, no penalties; llama-server with an F32 K/V
cache, as Belvedere has. Prints one Markdown table: whether the answers are equal, the length of their common
beginning, and seconds to load and to answer.

  compare_llama.py --model MODEL.gguf --mmproj MMPROJ.gguf [--image PNG ...] [--tokens 24]
                   [--belvedere ./belvedere] [--llama llama-server] [--llama-root DIR]

--llama-root DIR: llama-server runs by chroot in DIR; the model's files must lie inside it.
Needs Python 3.9 or later and nothing else.
"""
import argparse
import base64
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from programs import Programs

SYSTEM = "You are a helpful assistant."  # given, since a file's own template may have another default
TEXT_QUESTIONS = ["Hello!", "Name three colours.", "What is 12 times 12?", "Write one sentence about the sea."]
IMAGE_QUESTION = "Describe this image."
START_SECONDS = 600
ANSWER_SECONDS = 1200


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(port, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{refusal.url} answered {refusal.code}: {refusal.read().decode(errors='replace')}")


class Server:
    """A server process that lives as long as its `with` block."""

    def __init__(self, name, command, port):
        self.name, self.command, self.port = name, command, port

    def __enter__(self):
        self.log = tempfile.NamedTemporaryFile(prefix=f"{self.name}-", suffix=".log", delete=False)
        started = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        while True:
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended with {self.process.returncode}; see {self.log.name}")
            if time.monotonic() - started > START_SECONDS:
                self.process.terminate()
                sys.exit(f"{self.name} was not ready in {START_SECONDS} s; see {self.log.name}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5):
                    self.load_seconds = time.monotonic() - started
                    return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    def ask(self, model, question, image, tokens, extra):
        parts = []
        if image:
            with open(image, "rb") as file:
                data = base64.b64encode(file.read()).decode()
            parts.append({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}})
        parts.append({"type": "text", "text": question})
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": parts}]
        body = {"model": model, "messages": messages, "temperature": 0, "max_tokens": tokens, **extra}
        started = time.monotonic()
        reply = post(self.port, body)
        return reply["choices"][0]["message"]["content"], time.monotonic() - started, reply["usage"]


def answers(server, questions, tokens, extra):
    return [server.ask("compared", question, image, tokens, extra) for question, image in questions]


def common(one, two):
    return len(os.path.commonprefix([one, two]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--mmproj", required=True)
    parser.add_argument("--image", action="append", default=[])
    parser.add_argument("--tokens", type=int, default=24)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--belvedere", default="./belvedere")
    parser.add_argument("--llama", default="llama-server")
    parser.add_argument("--llama-root", default="")
    options = parser.parse_args()
    questions = [(question, None) for question in TEXT_QUESTIONS] + [(IMAGE_QUESTION, image) for image in options.image]

    port = free_port()
    belvedere = shlex.split(options.belvedere) + [
        "serve", "--model", options.model, "--mmproj", options.mmproj, "--served-name", "compared",
        "--threads", str(options.threads), "--port", str(port)]
    with Server("belvedere", belvedere, port) as server:
        ours = answers(server, questions, options.tokens, {"repetition_penalty": 1})
        our_load = server.load_seconds

    port = free_port()
    programs = Programs(shlex.join(["chroot", options.llama_root]) if options.llama_root else "")
    llama = programs.words + shlex.split(options.llama) + [
        "-m", programs.path(options.model), "--mmproj", programs.path(options.mmproj), "--host", "127.0.0.1", "--port", str(port),
        "-t", str(options.threads), "-c", "8192", "-np", "1", "-ctk", "f32", "-ctv", "f32", "-fa", "off", "--jinja"]
    with Server("llama-server", llama, port) as server:
        theirs = answers(server, questions, options.tokens, {"repeat_penalty": 1, "cache_prompt": False})
        their_load = server.load_seconds

    print(f"Ready after {our_load:.1f} s (Belvedere), {their_load:.1f} s (llama.cpp); load average {os.getloadavg()[0]:.1f}.\n")
    print("| question | prompt tokens (Belvedere, llama.cpp) | answers | common beginning | seconds (Belvedere, llama.cpp) |")
    print("|---|---|---|---|---|")
    for (question, image), (our, our_time, our_use), (their, their_time, their_use) in zip(questions, ours, theirs):
        title = question + (f" ({os.path.basename(image)})" if image else "")
        verdict = "equal" if our == their else "differ"
        print(f"| {title} | {our_use['prompt_tokens']}, {their_use['prompt_tokens']} | {verdict} |"
              f" {common(our, their)} of {max(len(our), len(their))} characters | {our_time:.2f}, {their_time:.2f} |")
    if any(our != their for (_, image), (our, *_), (their, *_) in zip(questions, ours, theirs) if image is None):
        sys.exit("a text-only answer differs")


if __name__ == "__main__":
    main()
