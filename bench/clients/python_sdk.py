#!/usr/bin/env python3
"""Checks Belvedere with the official Python SDK: what its users see of answers, streams, pictures and errors.

  bench/clients/python_sdk.py

starts the server of this checkout with its embedded model, and another one with room for one request only. Or take one
that runs (say, from a Python elsewhere; what needs the narrow server is left out then, and the table says so):

  ./belvedere serve --port 8080 --api-key-file KEYS --allow-media-host 127.0.0.1:8099
  bench/clients/python_sdk.py --base-url http://127.0.0.1:8080/v1 --key KEY --picture-port 8099

The server must serve Belvedere Mini: the checks know its answers. Needs the package openai, nothing else; prints a table
of checks and ends with exit code 1 if one fails.
"""
import argparse
import base64
import functools
import http.server
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request

try:
    import openai
except ImportError:
    openai = None  # --help needs none

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = "belvedere-mini"
SCENE = ("orange hexagon", "two blue crescents", "orange fish")
ENDLESS = {"min_tokens": 1900, "stop_on_repetition": False}
CHECKS = []


def check(name, narrow=False):
    """Adds a check to the table; a narrow one is given the server with one place, others the ordinary one."""
    def add(function):
        CHECKS.append((name, narrow, function))
        return function
    return add


class Server:
    """A server under test: where it is, and what its health tells."""

    def __init__(self, url, key):
        self.url, self.key = url, key
        self.client = openai.OpenAI(base_url=url, api_key=key, max_retries=0)

    def ask(self, content="Hello", **more):
        messages = content if isinstance(content, list) and "role" in content[0] else [{"role": "user", "content": content}]
        return self.client.chat.completions.create(**{"model": MODEL, "messages": messages, "temperature": 0, **more})

    def await_running(self, answers):
        """Waits, for half a minute at most, until the engine computes so many."""
        request = urllib.request.Request(self.url.removesuffix("/v1") + "/health?verbose",
                                         headers={"Authorization": f"Bearer {self.key}"})
        end = time.monotonic() + 30
        while True:
            with urllib.request.urlopen(request, timeout=10) as reply:
                running = json.load(reply)["engine"]["running"]
            if running == answers:
                return
            assert time.monotonic() < end, f"{running} requests run, not {answers}"
            time.sleep(0.05)


class Gallery:
    """Belvedere Mini's demo pictures, as base64 and on a web server on loopback."""

    folder = ROOT / "models" / "mini" / "demo"

    def __init__(self, port):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Quiet, directory=self.folder))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_port}"

    def address(self, name):
        return f"http://{self.host}/{name}.png"

    def inline(self, name):
        return "data:image/png;base64," + base64.b64encode((self.folder / f"{name}.png").read_bytes()).decode()


def about(*urls, question="What's in this image?"):
    return [{"type": "image_url", "image_url": {"url": url}} for url in urls] + [{"type": "text", "text": question}]


def text(answer):
    return answer.choices[0].message.content


def raises(exception, act, **facts):
    """The exception, which must have these facts: its status, code or param."""
    try:
        act()
    except openai.OpenAIError as error:
        assert type(error) is exception, f"{type(error).__name__}: {error}"
        for name, expected in facts.items():
            assert getattr(error, name) == expected, f"{name} is {getattr(error, name)!r}, not {expected!r}"
        return error
    raise AssertionError(f"no {exception.__name__}")


@check("picture by address and as base64")
def _(server, gallery):
    remote, inline = (server.ask(about(url)) for url in (gallery.address("scene"), gallery.inline("scene")))
    assert all(fact in text(remote) for fact in SCENE), text(remote)
    assert text(remote) == text(inline)
    assert remote.choices[0].finish_reason == "stop" and remote.id.startswith("chatcmpl-") and remote._request_id


@check("usage")
def _(server, gallery):
    usage = server.ask(about(gallery.inline("word"))).usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert 16 <= usage.prompt_tokens_details.image_tokens < usage.prompt_tokens


@check("several pictures")
def _(server, gallery):
    urls = gallery.inline("scene"), gallery.address("word")
    both, one, other = (server.ask(about(*some), max_tokens=1).usage.prompt_tokens_details.image_tokens
                        for some in (urls, urls[:1], urls[1:]))
    assert both == one + other, (both, one, other)


@check("a chat of two turns")
def _(server, gallery):
    first = {"role": "user", "content": about(gallery.inline("hearts"))}
    said = server.ask([first]).choices[0].message
    answer = server.ask([first, said, {"role": "user", "content": "How many hearts are there?"}])
    assert "4" in text(answer), text(answer)
    assert answer.usage.prompt_tokens_details.cached_tokens > 0


@check("developer = system")
def _(server, gallery):
    developer, system = (server.ask([{"role": role, "content": "Answer briefly."}, {"role": "user", "content": "Hello"}])
                         for role in ("developer", "system"))
    assert text(developer) == text(system) and developer.usage.prompt_tokens == system.usage.prompt_tokens


@check("token limits")
def _(server, gallery):
    for field in "max_tokens", "max_completion_tokens":
        answer = server.ask(**{field: 3})
        assert answer.choices[0].finish_reason == "length" and answer.usage.completion_tokens == 3, field


@check("stop strings")
def _(server, gallery):
    whole = text(server.ask())
    for stop in "picture", ["zebra", "picture"]:
        answer = server.ask(stop=stop)
        assert text(answer) == whole[:whole.index("picture")] and answer.choices[0].finish_reason == "stop", text(answer)


@check("seed")
def _(server, gallery):
    answers = [text(server.ask(temperature=2, seed=seed, max_tokens=40, extra_body={"min_tokens": 40}))
               for seed in (1, 2, 3, 1)]
    assert answers[0] == answers[3] and len(set(answers)) > 1, answers


@check("logprobs, top_logprobs")
def _(server, gallery):
    answer = server.ask(logprobs=True, top_logprobs=3)
    tokens = answer.choices[0].logprobs.content
    assert bytes(byte for token in tokens for byte in token.bytes).decode() == text(answer)
    for token in tokens:
        assert len(token.top_logprobs) == 3 and token.top_logprobs[0].token == token.token
        assert sum(math.exp(other.logprob) for other in token.top_logprobs) <= 1.0001
    assert server.ask().choices[0].logprobs is None


@check("n")
def _(server, gallery):
    answer = server.ask(n=3, temperature=2, seed=4, max_tokens=40, extra_body={"min_tokens": 40})
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert len({choice.message.content for choice in answer.choices}) > 1
    assert answer.usage.completion_tokens == 120
    streamed = {0: "", 1: "", 2: ""}
    for chunk in server.ask(n=3, stream=True):
        for choice in chunk.choices:
            streamed[choice.index] += choice.delta.content or ""
    assert set(streamed.values()) == {text(server.ask())}, streamed


@check("null = absent")
def _(server, gallery):
    fields = ("frequency_penalty presence_penalty logit_bias logprobs top_logprobs max_tokens max_completion_tokens metadata n"
              " response_format seed service_tier stop store stream_options tools tool_choice top_p user").split()
    assert text(server.ask(**dict.fromkeys(fields))) == text(server.ask())


@check("models")
def _(server, gallery):
    models = server.client.models.list().data
    assert [model.id for model in models] == [MODEL]
    assert server.client.models.retrieve(MODEL) == models[0] and models[0].max_model_len > 0


@check("stream = whole")
def _(server, gallery):
    for url in gallery.inline("scene"), gallery.address("scene"):
        chunks = list(server.ask(about(url), stream=True))
        assert all(len(chunk.choices) == 1 and chunk.usage is None and chunk.id == chunks[0].id for chunk in chunks)
        assert chunks[0].choices[0].delta.role == "assistant" and chunks[-1].choices[0].finish_reason == "stop"
        said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
        assert said == text(server.ask(about(url))) and len(chunks) > 5, said


@check("stream with usage, logprobs")
def _(server, gallery):
    *chunks, last = server.ask(stream=True, logprobs=True, top_logprobs=2, stream_options={"include_usage": True})
    whole = server.ask(logprobs=True, top_logprobs=2)
    assert last.choices == [] and last.usage == whole.usage, last.usage
    tokens = [token for chunk in chunks if chunk.choices[0].logprobs for token in chunk.choices[0].logprobs.content]
    assert [token.model_dump() for token in tokens] == [token.model_dump() for token in whole.choices[0].logprobs.content]


@check("stream helper of the SDK")
def _(server, gallery):
    with server.client.chat.completions.stream(
            model=MODEL, messages=[{"role": "user", "content": "Hello"}], temperature=0) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds and text(final) == text(server.ask())


@check("cancel: a closed stream ends its request")
def _(server, gallery):
    with server.ask(stream=True, extra_body=ENDLESS) as stream:
        for _ in zip(range(3), stream):
            pass
        server.await_running(1)
    server.await_running(0)


@check("timeout: APITimeoutError, and the request ends")
def _(server, gallery):
    raises(openai.APITimeoutError, lambda: server.ask(extra_body=ENDLESS, timeout=0.7))
    server.await_running(0)


@check("wrong key: AuthenticationError")
def _(server, gallery):
    stranger = Server(server.url, "wrong")
    raises(openai.AuthenticationError, stranger.ask, status_code=401, code="invalid_api_key")


@check("not here: NotFoundError")
def _(server, gallery):
    raises(openai.NotFoundError, lambda: server.ask(model="gpt-x"), status_code=404, code="model_not_found")
    raises(openai.NotFoundError, lambda: server.client.models.retrieve("gpt-x"), code="model_not_found")
    raises(openai.NotFoundError, lambda: server.client.embeddings.create(model="x", input="x"), code="unknown_url")


@check("bad requests: BadRequestError with param and code")
def _(server, gallery):
    url = "messages[0].content[0].image_url.url"
    tool = {"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}
    cases = [
        ("temperature", "invalid_value", {"temperature": 3}),
        ("min_tokens", "invalid_type", {"extra_body": {"min_tokens": "few"}}),
        ("tools", "unsupported_value", {"tools": [tool]}),
        ("response_format", "unsupported_value", {"response_format": {"type": "json_object"}}),
        ("messages", "context_length_exceeded", {"content": "word " * 4000}),
        (url, "invalid_image_url", {"content": about("http://10.0.0.1/x.png")}),
        (url, "failed_to_download_image", {"content": about(gallery.address("none"))}),
        (url, "invalid_base64_image", {"content": about("data:image/png;base64,%%%")}),
        (url, "unsupported_image_media_type", {"content": about("data:image/png;base64,aGVsbG8=")}),
    ]
    for param, code, request in cases:
        for stream in False, True:
            raises(openai.BadRequestError, lambda: server.ask(**request, stream=stream), param=param, code=code)


@check("no place: InternalServerError, 503", narrow=True)
def _(server, gallery):
    with server.ask(stream=True, extra_body=ENDLESS) as stream:
        server.await_running(1)
        error = raises(openai.InternalServerError, server.ask, status_code=503, code="server_is_overloaded")
        assert float(error.response.headers["retry-after-ms"]) <= 1000 * float(error.response.headers["retry-after"])
    server.await_running(0)


@check("no place: the SDK comes back when told, and is answered", narrow=True)
def _(server, gallery):
    tries = []

    def seen(response):
        tries.append((response.status_code, time.monotonic(), response.headers.get("retry-after-ms")))
        if response.status_code == 503:
            stream.close()

    with server.ask(stream=True, extra_body=ENDLESS) as stream:
        server.await_running(1)
        patient = openai.OpenAI(base_url=server.url, api_key=server.key, max_retries=3,
                                http_client=openai.DefaultHttpxClient(event_hooks={"response": [seen]}))
        answer = patient.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "Hello"}])
    assert answer.choices[0].finish_reason == "stop"
    (refused, then, wait), (answered, now, _) = tries
    assert (refused, answered) == (503, 200) and now - then >= int(wait) / 1000, tries


@check("a body over the limit: APIStatusError, 413", narrow=True)
def _(server, gallery):
    raises(openai.APIStatusError, lambda: server.ask("x" * 20_000), status_code=413, code="request_too_large")


def start(belvedere, cache, *arguments):
    """Starts a server; returns its process and its address."""
    environment = {**os.environ, "BELVEDERE_API_KEY": "sk-checks", "XDG_CACHE_HOME": cache}
    process = subprocess.Popen([belvedere, "serve", "--port", "0", *arguments], env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = []
    for line in process.stdout:
        said.append(line)
        ready = re.search(r" is ready at (\S+) ", line)
        if ready:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, Server(ready[1], "sk-checks")
    sys.exit(f"{belvedere} does not start:\n{''.join(said)}")


def run(server, narrow, gallery):
    failed = 0
    print(f"\nopenai {openai.__version__}, Python {sys.version.split()[0]}\n\n| check | result |\n| --- | --- |")
    for name, needs_narrow, function in CHECKS:
        target = narrow if needs_narrow else server
        result = "ok"
        if target is None:
            result = "left out: needs a server that this script starts"
        else:
            try:
                function(target, gallery)
            except Exception as error:
                failed += 1
                where = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == __file__][-1]
                result = f"FAILED, line {where}: {type(error).__name__} {error}"
        print(f"| {name} | {result} |", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--belvedere", default=str(ROOT / "belvedere"), help="the program to start (%(default)s)")
    parser.add_argument("--base-url", help="check this server instead, such as http://127.0.0.1:8080/v1")
    parser.add_argument("--key", default="none", help="its key")
    parser.add_argument("--picture-port", type=int, default=0,
                        help="where the pictures are to be served on 127.0.0.1; by default a free port")
    options = parser.parse_args()
    if openai is None:
        sys.exit("python_sdk.py needs the package openai: pip install openai, or Debian's python3-openai")
    gallery = Gallery(options.picture_port)
    if options.base_url:
        sys.exit(1 if run(Server(options.base_url, options.key), None, gallery) else 0)
    processes = []
    with tempfile.TemporaryDirectory() as cache:
        try:
            for arguments in (["--allow-media-host", gallery.host],
                              ["--limit", "waiting-requests=1", "--limit", "body-size=16KiB"]):
                processes.append(start(options.belvedere, cache, *arguments))
            failed = run(processes[0][1], processes[1][1], gallery)
        finally:
            for process, _ in processes:
                process.terminate()
                process.wait()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
