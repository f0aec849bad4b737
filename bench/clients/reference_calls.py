#!/usr/bin/env python3
"""Makes the reference calls of the OpenAI API against a running Belvedere: curl and the official Python SDK, a picture by
address and as base64, streamed and not. Every call asks the same greedy question, so every answer must be the same.

  belvedere serve --model MODEL --served-name seen --port 8080 --api-key-file KEY --allow-media-host 127.0.0.1:8099 &
  reference_calls.py --url http://127.0.0.1:8080/v1 --key KEY --model seen --image photo.jpg --image-port 8099

A web server on the loopback interface stands in for the picture's host; --allow-media-host tells Belvedere that it may
fetch from there. Needs curl and the Python packages openai and requests.
"""
import argparse
import base64
import functools
import http.server
import json
import mimetypes
import os
import subprocess
import sys
import threading

import openai
import requests


class QuietFiles(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def body(model, url, media_type, **more):
    return {
        "model": model,
        "messages": [{"role": "user", "content": [
            {"type": "text", "text": "What's in this image?"},
            {"type": "image_url", "image_url": {"url": url}, "format": media_type}]}],
        "temperature": 0, "max_tokens": 24, **more}


def by_curl(options, request):
    output = subprocess.run(
        ["curl", "-sS", "--fail-with-body", f"{options.url}/chat/completions", "-H", f"Authorization: Bearer {options.key}",
         "-H", "Content-Type: application/json", "-d", "@-"],
        input=json.dumps(request), text=True, capture_output=True)
    if output.returncode:
        sys.exit(f"curl ended with {output.returncode}: {output.stdout}{output.stderr}")
    return json.loads(output.stdout)["choices"][0]["message"]["content"]


def by_requests(options, request):
    reply = requests.post(f"{options.url}/chat/completions", json=request, timeout=600,
                          headers={"Authorization": f"Bearer {options.key}"})
    reply.raise_for_status()
    return reply.json()["choices"][0]["message"]["content"]


def by_sdk(options, request):
    client = openai.OpenAI(base_url=options.url, api_key=options.key)
    return client.chat.completions.create(**request).choices[0].message.content


def by_sdk_streamed(options, request):
    client = openai.OpenAI(base_url=options.url, api_key=options.key)
    stream = client.chat.completions.create(**request, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


def refused(options, request):
    """A wrong key must reach the SDK's user as the exception made for it."""
    try:
        openai.OpenAI(base_url=options.url, api_key="wrong", max_retries=0).chat.completions.create(**request)
    except openai.AuthenticationError as error:
        return error.code
    sys.exit("a wrong key was accepted")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--url", "--key", "--model", "--image"):
        parser.add_argument(name, required=True)
    parser.add_argument("--image-port", type=int, required=True)
    options = parser.parse_args()

    folder, name = os.path.split(os.path.abspath(options.image))
    media_type = mimetypes.guess_type(name)[0]
    files = http.server.ThreadingHTTPServer(
        ("127.0.0.1", options.image_port), functools.partial(QuietFiles, directory=folder))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    with open(options.image, "rb") as file:
        inline = f"data:{media_type};base64,{base64.b64encode(file.read()).decode()}"
    remote = f"http://127.0.0.1:{options.image_port}/{name}"

    calls = [("curl", by_curl), ("requests", by_requests), ("openai", by_sdk), ("openai, streamed", by_sdk_streamed)]
    answers = {}
    for call, ask in calls:
        for kind, url in (("address", remote), ("base64", inline)):
            answers[f"{call}, picture by {kind}"] = ask(options, body(options.model, url, media_type))
    for call, answer in answers.items():
        print(f"{call}: {answer!r}")
    print(f"openai, wrong key: {refused(options, body(options.model, inline, media_type))}")
    if len(set(answers.values())) != 1:
        sys.exit("the answers differ")
    print(f"{len(answers)} calls, one answer")


if __name__ == "__main__":
    main()
